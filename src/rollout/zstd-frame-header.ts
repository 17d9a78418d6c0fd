/**
 * Reads the headers of zstd frames and blocks (RFC 8878 §3.1). Decompression is for readers of whole frames.
 */

const FRAME_MAGIC = 0xfd2fb528;
/** Skippable frames have sixteen magic numbers, alike but for the lowest four bits. */
const SKIPPABLE_MAGIC = 0x184d2a50;
const SKIPPABLE_HEADER_BYTES = 8;
const RLE_BLOCK = 1;
const RESERVED_BLOCK = 3;

export const MAX_FRAME_HEADER_BYTES = 18;
export const BLOCK_HEADER_BYTES = 3;
export const CHECKSUM_BYTES = 4;
/** Where the flags of a frame header are, and the flag that says that a checksum ends the frame. */
export const FLAGS_AT = 4;
export const CHECKSUM_FLAG = 0x04;

export type ZstdFrameHeader =
  | { kind: 'skippable'; frameBytes: number }
  | {
      kind: 'data';
      headerBytes: number;
      /** Memory that decompression needs, in bytes. */
      windowBytes: number;
      /** Length of the decompressed content, where the frame says so. */
      contentBytes: number | null;
      hasChecksum: boolean;
      hasDictionary: boolean;
    };

/** The header that `bytes` starts with; null when they are no frame or too few. */
export function readFrameHeader(bytes: Uint8Array): ZstdFrameHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 4) return null;
  const magic = view.getUint32(0, true);
  if ((magic & ~0xf) >>> 0 === SKIPPABLE_MAGIC) {
    if (view.byteLength < SKIPPABLE_HEADER_BYTES) return null;
    return { kind: 'skippable', frameBytes: SKIPPABLE_HEADER_BYTES + view.getUint32(4, true) };
  }
  if (magic !== FRAME_MAGIC || view.byteLength < FLAGS_AT + 1) return null;

  const flags = view.getUint8(FLAGS_AT);
  const singleSegment = (flags & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][flags & 3] ?? 0;
  const contentSizeBytes = [singleSegment ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  const dictionaryAt = FLAGS_AT + (singleSegment ? 1 : 2);
  const contentSizeAt = dictionaryAt + dictionaryBytes;
  const headerBytes = contentSizeAt + contentSizeBytes;
  if (view.byteLength < headerBytes) return null;

  const contentBytes = readContentSize(view, contentSizeAt, contentSizeBytes);
  return {
    kind: 'data',
    headerBytes,
    windowBytes: singleSegment ? (contentBytes ?? 0) : windowBytes(view.getUint8(FLAGS_AT + 1)),
    contentBytes,
    hasChecksum: (flags & CHECKSUM_FLAG) !== 0,
    hasDictionary: bytes.subarray(dictionaryAt, contentSizeAt).some((byte) => byte !== 0),
  };
}

export interface ZstdBlockHeader {
  last: boolean;
  /** Header and content as they lie in the file. */
  blockBytes: number;
}

/** The block header at `at`; null when the bytes there are too few, `'reserved'` for a block no decoder knows. */
export function readBlockHeader(bytes: Uint8Array, at: number): ZstdBlockHeader | 'reserved' | null {
  const [first, second, third] = bytes.subarray(at, at + BLOCK_HEADER_BYTES);
  if (first === undefined || second === undefined || third === undefined) return null;
  const type = (first >> 1) & 3;
  if (type === RESERVED_BLOCK) return 'reserved';
  const size = (first >> 3) | (second << 5) | (third << 13);
  return { last: (first & 1) === 1, blockBytes: BLOCK_HEADER_BYTES + (type === RLE_BLOCK ? 1 : size) };
}

function readContentSize(view: DataView, at: number, bytes: number): number | null {
  if (bytes === 1) return view.getUint8(at);
  if (bytes === 2) return view.getUint16(at, true) + 256;
  if (bytes === 4) return view.getUint32(at, true);
  return bytes === 8 ? Number(view.getBigUint64(at, true)) : null;
}

function windowBytes(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}
