/**
 * Decompresses a zstd file as a stream, in memory bounded by the window of its frames. Built on fzstd everywhere:
 * node:zlib has no zstd on Node 20 and no synchronous stream of it on any. What fzstd leaves out is done here: frames
 * are told apart, cut-off files noticed, and checksums and content lengths compared.
 */

import { Decompress } from 'fzstd';
import { readFully } from '../files/read-fully.js';
import { RolloutError } from './rollout-error.js';
import { Xxh64 } from './xxh64.js';
import {
  CHECKSUM_BYTES,
  CHECKSUM_FLAG,
  FLAGS_AT,
  MAX_FRAME_HEADER_BYTES,
  readBlockHeader,
  readFrameHeader,
  type ZstdFrameHeader,
} from './zstd-frame-header.js';

/** Longer than any valid block, so that a read from a block's start always holds the whole block. */
const READ_BYTES = 256 * 1024;
/** From here on fzstd misreads distances; `zstd --ultra --long` makes such frames, Codex has 2 MiB. */
const MAX_WINDOW_BYTES = 64 * 1024 * 1024;

type DataFrame = Extract<ZstdFrameHeader, { kind: 'data' }>;

/**
 * Yields the decompressed bytes in the order of the file, a block (up to 128 KiB) at a time; the chunks are not used
 * again afterwards. All frames are read, skippable ones are passed over.
 * @throws RolloutError `damaged_compression` after everything before the damage was yielded (a wrong checksum only
 *   shows at the end of its frame), `unsupported_compression` for a dictionary or a window over 64 MiB
 */
export function* readZstdBytes(file: { fd: number; path: string }): Generator<Uint8Array, void, undefined> {
  let position = 0;
  for (;;) {
    const start = readAt(file.fd, position, MAX_FRAME_HEADER_BYTES);
    if (start.length === 0 && position > 0) return;
    const header = readFrameHeader(start);
    if (header === null) throw damaged(file.path, position, 'no zstd frame');
    if (header.kind === 'data') {
      position = yield* readFrame(file, header, position);
    } else {
      position += header.frameBytes;
      if (readAt(file.fd, position - 1, 1).length === 0)
        throw damaged(file.path, position, 'the end of the file');
    }
  }
}

/** Yields one frame and returns the position after it. */
function* readFrame(
  file: { fd: number; path: string },
  header: DataFrame,
  start: number,
): Generator<Uint8Array, number, undefined> {
  refuseUnsupported(file.path, header);
  const blocks: Uint8Array[] = [];
  const decoder = new Decompress((block) => blocks.push(block));
  const push = (bytes: Uint8Array, final: boolean): void => {
    try {
      decoder.push(bytes, final);
    } catch (error) {
      throw damaged(file.path, start, 'a frame that does not decompress', error);
    }
  };
  const hash = header.hasChecksum ? new Xxh64() : null;
  let length = 0;

  push(headerWithoutChecksum(file.fd, header, start), false);
  let position = start + header.headerBytes;
  for (let last = false; !last; ) {
    const bytes = readAt(file.fd, position, READ_BYTES);
    let at = 0;
    while (!last) {
      const block = readBlockHeader(bytes, at);
      if (block === 'reserved') throw damaged(file.path, position + at, 'an unknown kind of block');
      if (block === null || at + block.blockBytes > bytes.length) break;
      last = block.last;
      // Cut before its last byte, a block leaves nothing behind in the decoder: fed whole blocks, fzstd would keep
      // a reference to every one of them until the end of the frame.
      const end = at + block.blockBytes;
      push(bytes.subarray(at, end - 1), false);
      push(bytes.subarray(end - 1, end), last);
      at = end;
      for (const plain of blocks.splice(0)) {
        hash?.update(plain);
        length += plain.length;
        if (plain.length > 0) yield plain;
      }
    }
    if (at === 0 && !last) {
      throw damaged(
        file.path,
        position,
        bytes.length < READ_BYTES ? 'the end of the file' : 'too long a block',
      );
    }
    position += at;
  }

  if (header.contentBytes !== null && header.contentBytes !== length) {
    throw damaged(file.path, position, 'a frame of another length than it says');
  }
  if (hash === null) return position;
  const stored = readAt(file.fd, position, CHECKSUM_BYTES);
  if (stored.length < CHECKSUM_BYTES) throw damaged(file.path, position, 'the end of the file');
  if (stored.readUInt32LE() !== Number(BigInt.asUintN(32, hash.digest()))) {
    throw damaged(file.path, position, 'a checksum that does not fit the content');
  }
  return position + CHECKSUM_BYTES;
}

/** The header as fzstd is to see it: the checksum is kept from it, and with it the wait for more bytes. */
function headerWithoutChecksum(fd: number, header: DataFrame, start: number): Uint8Array {
  const bytes = readAt(fd, start, header.headerBytes);
  bytes[FLAGS_AT] = (bytes[FLAGS_AT] ?? 0) & ~CHECKSUM_FLAG;
  return bytes;
}

/** A fresh buffer each time, because the decoder holds on to what it was given. Shorter at the end of the file. */
function readAt(fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length);
  return bytes.subarray(0, readFully(fd, bytes, position));
}

function refuseUnsupported(path: string, header: DataFrame): void {
  if (!header.hasDictionary && header.windowBytes <= MAX_WINDOW_BYTES) return;
  throw new RolloutError({
    code: 'unsupported_compression',
    path,
    found: header.hasDictionary
      ? 'is compressed with a dictionary'
      : `is compressed with a window of ${header.windowBytes} bytes, more than ${MAX_WINDOW_BYTES}`,
    hint: 'Expand it with the zstd tool and leave the plain file in its place',
  });
}

function damaged(path: string, position: number, met: string, cause?: unknown): RolloutError {
  return new RolloutError({
    code: 'damaged_compression',
    path,
    found: `is damaged: met ${met} at byte ${position} of the compressed file`,
    hint: 'What lies before the damage was read; restore the file from a backup to get the rest',
    cause,
  });
}
