/**
 * The plain text of a rollout as chunks of bytes, whatever its representation. Lines are not known here.
 */

import { readSync } from 'node:fs';
import { toRolloutError } from './file-system-error.js';
import { openRollout, type RolloutPathOptions } from './open-rollout.js';
import { readZstdBytes } from './read-zstd-bytes.js';

const CHUNK_BYTES = 256 * 1024;

export interface ReadPlainBytesOptions extends RolloutPathOptions {
  /** Offset in the plain text to start from; 0 unless told. */
  from?: number;
  /** Offset in the plain text to stop before; the end of the file unless told. */
  to?: number;
  /** Size of the reads from a plain file, 256 KiB unless told. */
  chunkBytes?: number;
}

/**
 * Yields the bytes from `from` up to `to` or the end that the file has when it is reached; nothing when it ends
 * before `from`. A chunk is only valid until the next one: plain files are read into one buffer. The file is opened
 * at the first chunk and closed with the iteration. A compressed file is decompressed from its beginning.
 * @throws RolloutError as `openRollout`; `damaged_compression` after everything before the damage was yielded
 */
export function* readPlainBytes(options: ReadPlainBytesOptions): Generator<Uint8Array, void, undefined> {
  const { from = 0, to = Number.POSITIVE_INFINITY, chunkBytes = CHUNK_BYTES } = options;
  const file = openRollout(options);
  try {
    if (file.compressed) yield* cut(readZstdBytes(file), from, to);
    else yield* readFile(file.fd, { from, to, chunkBytes });
  } catch (error) {
    throw toRolloutError(error, file.path);
  } finally {
    file.close();
  }
}

function* readFile(
  fd: number,
  span: { from: number; to: number; chunkBytes: number },
): Generator<Uint8Array, void, undefined> {
  const { from, to, chunkBytes } = span;
  const buffer = Buffer.allocUnsafeSlow(chunkBytes);
  for (let position = from; position < to; ) {
    const count = readSync(fd, buffer, 0, Math.min(chunkBytes, to - position), position);
    if (count === 0) return;
    yield count === chunkBytes ? buffer : buffer.subarray(0, count);
    position += count;
  }
}

function* cut(
  chunks: Iterable<Uint8Array>,
  from: number,
  to: number,
): Generator<Uint8Array, void, undefined> {
  let start = 0;
  for (const chunk of chunks) {
    const end = start + chunk.length;
    if (end > from && start < to)
      yield chunk.subarray(Math.max(0, from - start), Math.min(chunk.length, to - start));
    start = end;
    if (start >= to) return;
  }
}
