/** Finds out which process holds a lock file, for the error that names it. Where nobody can say, so does the error. */

import { readFileSync } from 'node:fs';
import { RolloutError } from '../rollout-error.js';
import type { LockOwner } from './lock-owner.js';

/** What is known of a holder; null where nothing says it. */
export interface LockHolder {
  pid: number | null;
  program: string | null;
  host: string | null;
  /** RFC 3339, as `heartbeatAt`. */
  since: string | null;
  heartbeatAt: string | null;
}

/** A thread that cannot be written, because somebody else does. */
export class ThreadLockedError extends RolloutError {
  readonly threadId: string;
  readonly holder: LockHolder;

  constructor(lock: { threadId: string; path: string; holder: LockHolder }) {
    const { threadId, path, holder } = lock;
    super({
      code: 'thread_locked',
      path,
      subject: `Thread ${threadId}`,
      found: `is being written by ${describe(holder)}`,
      hint: 'Close it there, or wait until it is closed',
    });
    this.name = 'ThreadLockedError';
    this.threadId = threadId;
    this.holder = holder;
  }
}

/**
 * @param inode of the lock file, which the system's list of locks (Linux) names its holder by
 * @param owner what stands beside the lock; believed only if the system does not name another process
 */
export function findHolder(inode: number, owner: LockOwner | null): LockHolder {
  const pid = pidOfLock(inode);
  if (owner !== null && (pid === null || pid === owner.pid)) {
    const { program, host, since, heartbeatAt } = owner;
    return { pid: owner.pid, program, host, since, heartbeatAt };
  }
  return { pid, program: pid === null ? null : programOf(pid), host: null, since: null, heartbeatAt: null };
}

function describe({ pid, program, host, since }: LockHolder): string {
  if (pid === null) return 'another program';
  const known = [program, host && `on ${host}`, since && `since ${since}`].filter(Boolean).join(' ');
  return known === '' ? `process ${pid}` : `process ${pid} (${known})`;
}

/** A line is `1: FLOCK  ADVISORY  WRITE 3008 fe:00:16040261 0 EOF`. */
function pidOfLock(inode: number): number | null {
  for (const line of readText('/proc/locks')?.split('\n') ?? []) {
    const [, kind, , , pid, file] = line.trim().split(/\s+/);
    if (kind === 'FLOCK' && file?.endsWith(`:${inode}`) && Number(pid) > 0) return Number(pid);
  }
  return null;
}

function programOf(pid: number): string | null {
  return readText(`/proc/${pid}/comm`)?.trim() ?? null;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
