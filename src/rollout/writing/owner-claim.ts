/**
 * Takes a thread by its owner file alone, on file systems without locks. Of several that take over from a dead owner one
 * wins: each moves the file away first, and puts back what was not the one it judged.
 */

import { isMissing } from '../../files/file-system-code.js';
import { publishFile } from '../../files/publish-file.js';
import { removeFile } from '../../files/temp-file.js';
import type { LockFolder } from './lock-coordination.js';
import { claimLockOwner, isAlive, type LockOwner, readLockOwner } from './lock-owner.js';

/** False when the owner that the file names may be alive; `now` in unix milliseconds. */
export function claimByOwner(
  folder: LockFolder,
  claim: { path: string; owner: LockOwner; now: number },
): boolean {
  const { fs } = folder;
  const { path, owner, now } = claim;
  while (!claimLockOwner(fs, path, owner)) {
    const other = readLockOwner(fs, path);
    if (other !== null && isAlive(other, { host: owner.host, now })) return false;
    const aside = `${path}.${owner.token}`;
    try {
      fs.renameSync(path, aside);
    } catch (error) {
      if (isMissing(error)) continue;
      throw error;
    }
    if (readLockOwner(fs, aside)?.token !== other?.token) publishFile(fs, aside, path);
    removeFile(fs, aside);
  }
  return true;
}
