/** Removes a rollout file for good. Whether anything still builds on it is for the caller to know. */
import { dirname } from 'node:path';
import type { FileSystem } from '../../files/file-system.js';
import { syncFolder } from '../../files/sync-folder.js';
import { removeFile } from '../../files/temp-file.js';
import { toCompressedPath, toPlainPath } from '../rollout-name.js';
import { toWriteError } from './write-error.js';

/** Removes both representations; what has vanished already counts as done. */
export function removeRollout({ fs, plainPath }: { fs: FileSystem; plainPath: string }): void {
  try {
    // The plain file last: while it is there nobody looks at an older compressed one.
    for (const path of [toCompressedPath(plainPath), toPlainPath(plainPath)]) removeFile(fs, path);
    if (fs.existsSync(dirname(plainPath))) syncFolder(fs, dirname(plainPath));
  } catch (error) {
    throw toWriteError(error, plainPath, 'could not be removed');
  }
}
