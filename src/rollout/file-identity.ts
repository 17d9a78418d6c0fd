/**
 * What tells one rollout file from another that took its place, for the checkpoint: its place on disk and digests of
 * spans of its text. Comparing them is for the projector.
 */

import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { type RolloutPathOptions, whileSwitching } from './open-rollout.js';
import { readPlainBytes } from './read-plain-bytes.js';
import { toPlainPath } from './rollout-name.js';

export interface RolloutStat {
  /** The file on disk, with `.zst` when it is compressed. */
  path: string;
  compressed: boolean;
  /** Bytes on disk: those of the plain text only when the file is not compressed. */
  size: number;
  /** Nanoseconds since 1970 as decimal digits; more than a double can hold. */
  mtimeNs: string;
  /** Decimal digits. */
  inode: string;
  /** Decimal digits. */
  device: string;
}

/** @throws RolloutError as `openRollout` */
export function statRollout(options: RolloutPathOptions): RolloutStat {
  return whileSwitching(options, ({ path }) => {
    const stats = lstatSync(path, { bigint: true });
    return {
      path,
      compressed: path !== toPlainPath(path),
      size: Number(stats.size),
      mtimeNs: String(stats.mtimeNs),
      inode: String(stats.ino),
      device: String(stats.dev),
    };
  });
}

export interface DigestSpanOptions extends RolloutPathOptions {
  /** Offset of the first byte in the plain text. */
  from: number;
  /** Offset just after the last byte in the plain text. */
  to: number;
}

/**
 * The SHA-256 of a span of the plain text, in hexadecimal; null when the text ends before `to`. A compressed file is
 * decompressed from its beginning up to `to`, in bounded memory.
 * @throws RolloutError as `readPlainBytes`
 */
export function digestSpan(options: DigestSpanOptions): string | null {
  const hash = createHash('sha256');
  let missing = options.to - options.from;
  for (const chunk of readPlainBytes({ ...options, chunkBytes: Math.max(1, Math.min(missing, 64 * 1024)) })) {
    hash.update(chunk);
    missing -= chunk.length;
  }
  return missing === 0 ? hash.digest('hex') : null;
}
