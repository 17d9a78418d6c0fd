/** Tidies up after writers that died: their lock files, and the owner files that stand alone. */

import { constants } from 'node:fs';
import { join } from 'node:path';
import { fileSystemCode, isMissing } from '../../files/file-system-code.js';
import { removeFile } from '../../files/temp-file.js';
import type { LockFolder } from './lock-coordination.js';

const THREAD_LOCK = /^[0-9a-f-]{36}\.lock$/i;
const OWNER = /^([0-9a-f-]{36})\.owner\.json/i;

/** Removes what nobody holds; the folder must be guarded. Other files in it are left alone. */
export function removeStaleLocks(folder: LockFolder): void {
  const { fs, path } = folder;
  const names = fs.readdirSync(path);
  const held = new Set(names.filter((name) => THREAD_LOCK.test(name) && !removeIfFree(folder, name)));
  for (const name of names) {
    const threadId = OWNER.exec(name)?.[1];
    if (threadId !== undefined && !held.has(`${threadId}.lock`)) removeFile(fs, join(path, name));
  }
}

function removeIfFree({ fs, tryLock, path }: LockFolder, name: string): boolean {
  try {
    const fd = fs.openSync(join(path, name), constants.O_RDWR);
    try {
      if (tryLock(fd) !== 'locked') return false;
      removeFile(fs, join(path, name));
      return true;
    } finally {
      fs.closeSync(fd);
    }
  } catch (error) {
    if (isMissing(error)) return true;
    // That of another user is for that user to tidy up.
    if (fileSystemCode(error) === 'EACCES') return false;
    throw error;
  }
}
