/**
 * Moves rollout files between the active folders and the archive of a Codex home. A rename keeps bytes, times and
 * permissions, and at any instant the file has exactly one of the two names.
 */
import { basename, dirname, join } from 'node:path';
import type { FileSystem } from '../../files/file-system.js';
import { syncFolder, syncFolders } from '../../files/sync-folder.js';
import { RolloutError } from '../rollout-error.js';
import { parseRolloutName, toCompressedPath, toPlainPath } from '../rollout-name.js';
import { toWriteError } from './write-error.js';

const CHUNK_BYTES = 64 * 1024;

/**
 * The folder in which a rollout belongs: the archive is flat, active rollouts lie by the day in their name
 * (spec rollout-format §2), and one whose name tells no day beside the years.
 */
export function rolloutFolderOf(home: string, fileName: string, archived: boolean): string {
  if (archived) return join(home, 'archived_sessions');
  const stamp = parseRolloutName(fileName)?.stamp ?? null;
  const day = stamp === null ? [] : stamp.slice(0, 'YYYY-MM-DD'.length).split('-');
  return join(home, 'sessions', ...day);
}

export interface MoveRolloutOptions {
  fs: FileSystem;
  home: string;
  /** The plain path; a compressed file beside it, or in its place, moves too. */
  plainPath: string;
  archived: boolean;
}

/**
 * Moves a rollout in all its representations; one that lies there already stays.
 *
 * @throws RolloutError `exists` when another file of that name lies there; nothing was moved then
 */
export function moveRollout({ fs, home, plainPath, archived }: MoveRolloutOptions): void {
  const folder = rolloutFolderOf(home, basename(plainPath), archived);
  // Where both representations lie in two folders, readers must meet the plain one first: it is the newer one.
  const representations = [toPlainPath(plainPath), toCompressedPath(plainPath)];
  if (archived) representations.reverse();
  const moves = representations
    .map((from) => ({ from, to: join(folder, basename(from)) }))
    .filter(({ from, to }) => from !== to && fs.existsSync(from));
  if (moves.length === 0) return;
  try {
    for (const { from, to } of moves) refuseOther(fs, from, to);
    fs.mkdirSync(folder, { recursive: true });
    for (const { from, to } of moves) fs.renameSync(from, to);
    syncFolders(fs, folder, join(home, 'sessions'));
    syncFolder(fs, dirname(plainPath));
  } catch (error) {
    throw toWriteError(error, plainPath, 'could not be moved');
  }
}

/** A copy may be replaced by what it is a copy of, and nothing else. */
function refuseOther(fs: FileSystem, from: string, to: string): void {
  if (!fs.existsSync(to) || sameBytes(fs, from, to)) return;
  throw new RolloutError({
    code: 'exists',
    path: to,
    found: `lies where ${from} is to be moved, with another content`,
    hint: 'Compare the two files and take one of them away',
  });
}

function sameBytes(fs: FileSystem, one: string, other: string): boolean {
  const open: number[] = [];
  try {
    const [left, right] = [one, other].map((path) => {
      const fd = fs.openSync(path, 'r');
      open.push(fd);
      return { fd, size: fs.fstatSync(fd).size, chunk: Buffer.alloc(CHUNK_BYTES) };
    });
    if (left === undefined || right === undefined || left.size !== right.size) return false;
    for (let at = 0; at < left.size; ) {
      const counts = [left, right].map(({ fd, chunk }) => fs.readSync(fd, chunk, 0, CHUNK_BYTES, at));
      const [count = 0] = counts;
      if (count === 0 || counts[1] !== count) return false;
      if (!left.chunk.subarray(0, count).equals(right.chunk.subarray(0, count))) return false;
      at += count;
    }
    return true;
  } finally {
    for (const fd of open) fs.closeSync(fd);
  }
}
