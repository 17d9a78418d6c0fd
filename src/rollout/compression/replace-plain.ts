/** The moment in which a rollout changes its representation. Everything slow has been done before. */

import { dirname } from 'node:path';
import { publishFile } from '../../files/publish-file.js';
import { syncFolder } from '../../files/sync-folder.js';
import { toCompressedPath } from '../rollout-name.js';
import type { CompressionSkip } from './compression-outcome.js';
import { isUnchanged } from './inspect-rollout.js';
import { type SwitchOptions, whileNobodyWrites } from './while-nobody-writes.js';

/**
 * Gives the compressed file its name and removes the plain one, if nobody writes the thread and nothing about the plain
 * file has changed since it was looked at first. The new name is on the disk before the old one goes.
 *
 * @param compressed path of the file under its hidden name, which is left for the caller to remove
 */
export function replacePlain(options: SwitchOptions, compressed: string): CompressionSkip | 'replaced' {
  const { fs, rollout } = options;
  const { path, stats } = rollout;
  const result = whileNobodyWrites(options, () => {
    if (!isUnchanged(stats, fs.lstatSync(path, { bigint: true, throwIfNoEntry: false }))) return 'changed';
    if (!publishFile(fs, compressed, toCompressedPath(path))) return 'conflicting_twin';
    syncFolder(fs, dirname(path));
    fs.unlinkSync(path);
    return 'replaced';
  });
  if (result === 'replaced') syncFolder(fs, dirname(path));
  return result;
}
