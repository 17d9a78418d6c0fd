/** Who keeps others from writing a database, as far as the system tells cheaply: Linux lists the locks of all processes. */
import { readFileSync, statSync } from 'node:fs';

/** The byte of the `-shm` file that SQLite locks for writing in WAL mode (its file format, "walindexformat"). */
const WAL_WRITE_BYTE = 120;

export interface LockHolder {
  pid: number;
  /** Its name; null when it is not told. */
  command: string | null;
}

/** The processes that hold a write lock on the database; none where the system does not tell. */
export function findLockHolders(path: string): LockHolder[] {
  const shm = inodeOf(`${path}-shm`);
  const main = inodeOf(path);
  const pids = new Set<number>();
  for (const lock of readIfThere('/proc/locks').split('\n')) {
    // 3: POSIX  ADVISORY  WRITE 29133 00:27:5 120 120
    const [, pid, inode, from, to] = LOCK.exec(lock) ?? [];
    if (inode === undefined) continue;
    const holdsWal = inode === shm && Number(from) <= WAL_WRITE_BYTE && WAL_WRITE_BYTE <= lastByte(to);
    if (holdsWal || inode === main) pids.add(Number(pid));
  }
  return [...pids].filter((pid) => pid > 0).map((pid) => ({ pid, command: commandOf(pid) }));
}

/** The holders in words, to follow "by"; null when none is known. */
export function describeHolders(holders: readonly LockHolder[]): string | null {
  if (holders.length === 0) return null;
  return holders
    .map(({ pid, command }) => (command === null ? `process ${pid}` : `process ${pid} (${command})`))
    .join(', ');
}

const LOCK = /POSIX\s+ADVISORY\s+WRITE\s+(\d+)\s+[0-9a-f]+:[0-9a-f]+:(\d+)\s+(\d+)\s+(\d+|EOF)/;

function lastByte(to: string | undefined): number {
  return to === 'EOF' ? Number.POSITIVE_INFINITY : Number(to);
}

function inodeOf(path: string): string | null {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? null : String(stats.ino);
}

function commandOf(pid: number): string | null {
  return readIfThere(`/proc/${pid}/comm`).trim() || null;
}

/** Empty where there is no such file: other systems, or a process that has ended. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
