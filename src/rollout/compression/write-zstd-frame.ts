/**
 * Writes the content of one open file into another as a zstd frame that says how long its content is and ends with its
 * checksum. Which files those are, and what becomes of them, is for `compress-rollout.ts`.
 */

import type { FileSystem } from '../../files/file-system.js';
import { writeFully } from '../../files/write-fully.js';
import { Xxh64 } from '../xxh64.js';
import { CHECKSUM_BYTES, CHECKSUM_FLAG, FLAGS_AT, readFrameHeader } from '../zstd-frame-header.js';
import type { ZstdEncoder } from './zstd-encoder.js';

const READ_BYTES = 256 * 1024;
/** Magic number, flags and window: what the encoder writes who is not told the length of its input. */
const BARE_HEADER_BYTES = FLAGS_AT + 2;
const CONTENT_SIZE_BYTES = 8;
const CONTENT_SIZE_FLAG = 0xc0;

export interface WriteZstdFrameOptions {
  fs: FileSystem;
  /** Open for reading; read from its beginning. */
  source: number;
  /** Length of the source, which is read no further. */
  bytes: number;
  /** Open for writing, empty. */
  target: number;
  encoder: ZstdEncoder;
}

/**
 * Yields how many bytes of the source were read, each time it was some more. Returns the length of the frame; null when
 * the source ended early.
 * @throws whatever the file system throws
 */
export function* writeZstdFrame(options: WriteZstdFrameOptions): Generator<number, number | null, undefined> {
  const { fs, source, bytes, target, encoder } = options;
  const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  const checksum = new Xxh64();
  let begin: Uint8Array | null = new Uint8Array(0);
  let written = 0;
  const write = (part: Uint8Array): void => {
    if (part.length === 0) return;
    writeFully(fs, target, part);
    written += part.length;
  };
  const take = (part: Uint8Array): void => {
    if (begin === null) {
      write(part);
      return;
    }
    begin = Buffer.concat([begin, part]);
    if (begin.length < BARE_HEADER_BYTES) return;
    write(frameHeader(begin, bytes));
    write(begin.subarray(BARE_HEADER_BYTES));
    begin = null;
  };

  encoder.begin();
  for (let position = 0; position < bytes; ) {
    const count = fs.readSync(source, buffer, 0, Math.min(READ_BYTES, bytes - position), position);
    if (count === 0) return null;
    const part = buffer.subarray(0, count);
    checksum.update(part);
    take(encoder.add(part));
    position += count;
    yield position;
  }
  take(encoder.end());
  const stored = Buffer.alloc(CHECKSUM_BYTES);
  stored.writeUInt32LE(Number(BigInt.asUintN(32, checksum.digest())));
  write(stored);
  return written;
}

/** The header that the encoder made, with the length of the content and the promise of a checksum (RFC 8878 §3.1.1). */
function frameHeader(made: Uint8Array, bytes: number): Buffer {
  const known = readFrameHeader(made);
  if (known?.kind !== 'data' || known.headerBytes !== BARE_HEADER_BYTES || known.hasChecksum) {
    throw new Error('The zstd encoder began its frame in another way than it used to.');
  }
  const header = Buffer.alloc(BARE_HEADER_BYTES + CONTENT_SIZE_BYTES);
  header.set(made.subarray(0, BARE_HEADER_BYTES));
  header.writeUInt8(CONTENT_SIZE_FLAG | CHECKSUM_FLAG, FLAGS_AT);
  header.writeBigUInt64LE(BigInt(bytes), BARE_HEADER_BYTES);
  return header;
}
