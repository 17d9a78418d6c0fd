/**
 * Writes valid zstd files without compressing: frames of raw blocks, and of run-length blocks where a block is one
 * byte repeated (RFC 8878 §3.1). Enough to test readers where no zstd is installed.
 */
import { Xxh64 } from '../../src/rollout/xxh64.js';

export interface ZstdWriterOptions {
  /** Content of a block, at most 128 KiB. */
  blockBytes?: number;
  /** Content of a frame; all in one frame unless told. */
  frameBytes?: number;
  /** Ends each frame with its checksum, as Codex does. */
  checksum?: boolean;
  /** Frames say how long their content is. */
  contentSize?: boolean;
  /** Puts a skippable frame of that many bytes before each frame. */
  skippableBytes?: number;
}

const MAX_BLOCK_BYTES = 128 * 1024;
/** Window of 128 KiB. */
const WINDOW_DESCRIPTOR = 7 << 3;

export function writeZstd(content: Uint8Array, options: ZstdWriterOptions = {}): Buffer {
  const { frameBytes = Math.max(1, content.length), skippableBytes } = options;
  const parts: Uint8Array[] = [];
  for (let from = 0; from === 0 || from < content.length; from += frameBytes) {
    if (skippableBytes !== undefined) parts.push(skippableFrame(skippableBytes));
    parts.push(frame(content.subarray(from, from + frameBytes), options));
  }
  return Buffer.concat(parts);
}

function frame(content: Uint8Array, options: ZstdWriterOptions): Buffer {
  const { blockBytes = MAX_BLOCK_BYTES, checksum = false, contentSize = false } = options;
  const header = Buffer.alloc(contentSize ? 14 : 6);
  header.writeUInt32LE(0xfd2fb528, 0);
  header.writeUInt8((contentSize ? 0xc0 : 0) | (checksum ? 0x04 : 0), 4);
  header.writeUInt8(WINDOW_DESCRIPTOR, 5);
  if (contentSize) header.writeBigUInt64LE(BigInt(content.length), 6);

  const parts: Uint8Array[] = [header];
  for (let from = 0; from === 0 || from < content.length; from += blockBytes) {
    const part = content.subarray(from, from + blockBytes);
    const repeated = part.length > 1 && part.every((byte) => byte === part[0]);
    const last = from + blockBytes >= content.length;
    const head = Buffer.alloc(3);
    head.writeUIntLE((part.length << 3) | ((repeated ? 1 : 0) << 1) | (last ? 1 : 0), 0, 3);
    parts.push(head, repeated ? part.subarray(0, 1) : part);
  }
  if (checksum) {
    const hash = new Xxh64();
    hash.update(content);
    const stored = Buffer.alloc(4);
    stored.writeUInt32LE(Number(BigInt.asUintN(32, hash.digest())));
    parts.push(stored);
  }
  return Buffer.concat(parts);
}

function skippableFrame(length: number): Buffer {
  const bytes = Buffer.alloc(8 + length, 0xaa);
  bytes.writeUInt32LE(0x184d2a50 + (length % 16), 0);
  bytes.writeUInt32LE(length, 4);
  return bytes;
}
