/**
 * Puts an end to a compression, or to an expansion, that was cut off while both files lay side by side. The plain one
 * counts; the other one goes only where it is known to hold nothing of its own.
 */

import type { BigIntStats } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from '../../files/sync-folder.js';
import { RolloutError } from '../rollout-error.js';
import { toCompressedPath } from '../rollout-name.js';
import { compareCompressed } from './compare-compressed.js';
import { type CompressionOutcome, skipped } from './compression-outcome.js';
import { isUnchanged } from './inspect-rollout.js';
import { OPEN_TO_READ } from './open-to-read.js';
import { type SwitchOptions, whileNobodyWrites } from './while-nobody-writes.js';

/**
 * Null when there is no compressed file, or not any more: the rollout is to be compressed then. A twin that holds all of
 * the plain text makes the plain file superfluous; one that holds only its beginning is itself superfluous, as it is after
 * an expansion whose writer has gone on.
 */
export function* finishCompression(
  options: SwitchOptions,
): Generator<number, CompressionOutcome | null, undefined> {
  const { fs, rollout } = options;
  const { path, stats } = rollout;
  const twin = toCompressedPath(path);
  const twinStats = lookAt(options, twin);
  if (twinStats === undefined) return null;
  const held = twinStats.isFile() ? yield* countHeld(options, twin) : null;
  if (held === null) return skipped('conflicting_twin');

  const isWhole = held === Number(stats.size);
  const result = whileNobodyWrites(options, () => {
    const unchanged =
      isUnchanged(stats, lookAt(options, path)) && isUnchanged(twinStats, lookAt(options, twin));
    if (!unchanged) return 'changed';
    fs.unlinkSync(isWhole ? path : twin);
    return 'removed';
  });
  if (result !== 'removed') return skipped(result);
  syncFolder(fs, dirname(path));
  if (!isWhole) return null;
  return { status: 'finished', plainBytes: held, compressedBytes: Number(twinStats.size) };
}

function lookAt({ fs }: SwitchOptions, path: string): BigIntStats | undefined {
  return fs.lstatSync(path, { bigint: true, throwIfNoEntry: false });
}

/** How many bytes the compressed file holds, all of which the plain one begins with; null when it holds anything else. */
function* countHeld(
  { fs, rollout }: SwitchOptions,
  twin: string,
): Generator<number, number | null, undefined> {
  const plain = fs.openSync(rollout.path, OPEN_TO_READ);
  try {
    const compressed = fs.openSync(twin, OPEN_TO_READ);
    try {
      const { equal, bytes } = yield* compareCompressed({
        plain: { fd: plain },
        compressed: { fd: compressed, path: twin },
      });
      return equal ? bytes : null;
    } catch (error) {
      if (error instanceof RolloutError) return null;
      throw error;
    } finally {
      fs.closeSync(compressed);
    }
  } finally {
    fs.closeSync(plain);
  }
}
