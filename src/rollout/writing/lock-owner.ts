/**
 * Who holds a thread for writing, in a file of ours beside the lock: for people to read, for errors to name, and to judge
 * by where a file system has no locks. Codex does not look at it.
 */

import { z } from 'zod';

import type { FileSystem } from '../../files/file-system.js';
import { publishFile } from '../../files/publish-file.js';
import { readSmallFile } from '../../files/read-small-file.js';
import { removeFile } from '../../files/temp-file.js';
import { writeFully } from '../../files/write-fully.js';

/** Times are RFC 3339. `token` tells one holding from another by the same process. */
export const LockOwner = z.looseObject({
  pid: z.int(),
  host: z.string(),
  program: z.string(),
  since: z.string(),
  heartbeatAt: z.string(),
  token: z.string(),
});
export type LockOwner = z.infer<typeof LockOwner>;

/** An owner on another machine that was silent for so long counts as dead. */
const SILENT_AFTER_MS = 60_000;

/** What the file says; null when there is none, or nothing that can be read as an owner. */
export function readLockOwner(fs: FileSystem, path: string): LockOwner | null {
  const text = readSmallFile(fs, path);
  return text === null ? null : parseOwner(text);
}

/** Writes the file in one step, over what was there: it never holds a part. */
export function writeLockOwner(fs: FileSystem, path: string, owner: LockOwner): void {
  fs.renameSync(writeBeside(fs, path, owner), path);
}

/** Writes the file unless there is one; false when there is. */
export function claimLockOwner(fs: FileSystem, path: string, owner: LockOwner): boolean {
  const temp = writeBeside(fs, path, owner);
  try {
    return publishFile(fs, temp, path);
  } finally {
    removeFile(fs, temp);
  }
}

function writeBeside(fs: FileSystem, path: string, owner: LockOwner): string {
  const temp = `${path}.${owner.token}`;
  const fd = fs.openSync(temp, 'w');
  try {
    writeFully(fs, fd, Buffer.from(`${JSON.stringify(owner)}\n`));
  } finally {
    fs.closeSync(fd);
  }
  return temp;
}

/** Whether the owner may still be writing: its process runs, or it is on another machine and was heard of lately. */
export function isAlive(owner: LockOwner, here: { host: string; now: number }): boolean {
  if (owner.host === here.host) return isRunning(owner.pid);
  return here.now - Date.parse(owner.heartbeatAt) < SILENT_AFTER_MS;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user answers so.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function parseOwner(text: string): LockOwner | null {
  try {
    return LockOwner.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
