/** Compares a compressed file with the plain one, byte for byte. What follows from the answer is for the callers. */

import { readFully } from '../../files/read-fully.js';
import { readZstdBytes } from '../read-zstd-bytes.js';

export interface CompareCompressedOptions {
  plain: { fd: number };
  /** The path is for messages. */
  compressed: { fd: number; path: string };
}

export interface Comparison {
  /** Nothing in the compressed file differs from what the plain one has there. */
  equal: boolean;
  /** Length of what was compared: when equal, of all that the compressed file holds. */
  bytes: number;
}

/**
 * Decompresses with the decoder that readers use, which also checks the frame's length and checksum. Yields how many
 * bytes were compared, each time it was some more.
 * @throws RolloutError `damaged_compression`, `unsupported_compression`
 */
export function* compareCompressed(
  options: CompareCompressedOptions,
): Generator<number, Comparison, undefined> {
  const { plain, compressed } = options;
  let buffer = Buffer.alloc(0);
  let bytes = 0;
  for (const chunk of readZstdBytes(compressed)) {
    if (buffer.length < chunk.length) buffer = Buffer.allocUnsafeSlow(chunk.length);
    const own = buffer.subarray(0, readFully(plain.fd, buffer.subarray(0, chunk.length), bytes));
    if (!own.equals(chunk)) return { equal: false, bytes };
    bytes += chunk.length;
    yield bytes;
  }
  return { equal: true, bytes };
}
