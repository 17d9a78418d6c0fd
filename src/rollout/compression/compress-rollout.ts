/**
 * Puts the compressed representation of a rollout in the place of the plain one. Which rollouts deserve it, and that one
 * program at a time does it in a home, is for the job that calls this.
 */

import { type FileSystem, fileSystem } from '../../files/file-system.js';
import { toWriteError } from '../writing/write-error.js';
import { type CompressionOutcome, skipped } from './compression-outcome.js';
import { finishCompression } from './finish-compression.js';
import { inspectRollout } from './inspect-rollout.js';
import { makeCompressed } from './make-compressed.js';
import { replacePlain } from './replace-plain.js';
import type { ZstdEncoder } from './zstd-encoder.js';

export interface CompressRolloutOptions {
  /** The Codex home that the rollout lies below. */
  home: string;
  /** The rollout, in either representation. */
  path: string;
  /** Unix milliseconds: what was modified later stays plain. */
  modifiedBy: number;
  encoder: ZstdEncoder;
  now: () => number;
  fs?: FileSystem;
}

/**
 * Compresses one rollout: writes a hidden file beside it, decompresses that again and compares it byte for byte, and only
 * then, under the thread's writer lock and if nothing about the plain file has changed, gives it the rollout's place.
 * Permissions stay, and times to the microsecond. Wherever it ends there is a whole file to read: the plain one, the
 * compressed one, or both, of which the plain one counts; doing it again finishes the work. What it could not make up its
 * mind about is left alone and named (spec: feature-origins 004.50).
 *
 * Yields how many bytes of the plain file are done with, now and then; to stop for good, end the iteration.
 *
 * @throws RolloutError `disk_full`, `no_access`, `write_failed` …
 */
export function* compressRollout(
  options: CompressRolloutOptions,
): Generator<number, CompressionOutcome, undefined> {
  const { home, path, modifiedBy, encoder, now, fs = fileSystem } = options;
  try {
    const rollout = inspectRollout({ fs, path, modifiedBy });
    if (typeof rollout === 'string') return skipped(rollout);
    const place = { fs, home, now, rollout };
    const finished = yield* finishCompression(place);
    if (finished !== null) return finished;
    const made = yield* makeCompressed({ fs, rollout, encoder });
    if (typeof made === 'string') return skipped(made);
    try {
      const result = replacePlain(place, made.path);
      if (result !== 'replaced') return skipped(result);
    } finally {
      made.discard();
    }
    return { status: 'compressed', plainBytes: Number(rollout.stats.size), compressedBytes: made.bytes };
  } catch (error) {
    const failure = toWriteError(error, path, 'could not be compressed');
    if (failure.code === 'not_found') return skipped('gone');
    throw failure;
  }
}
