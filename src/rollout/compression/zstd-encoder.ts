/**
 * The zstd compressor as a stream whose every call returns at once. Built on WebAssembly everywhere: node:zlib has no zstd
 * on Node 20, and no synchronous stream of it on any. What the frame says of itself is for `write-zstd-frame.ts`.
 */

import { Zstd } from '@hpcc-js/wasm-zstd';

/** What Codex compresses with (spec: migration §4). */
const LEVEL = 3;

/** Makes one frame at a time. The parts may be empty, and together are the frame. */
export interface ZstdEncoder {
  /** Begins a frame; one that was not ended is forgotten. */
  begin(): void;
  add(bytes: Uint8Array): Uint8Array;
  end(): Uint8Array;
}

/**
 * The encoder of this thread: every call gives the same one. Whoever lets others run before a frame is ended uses it in
 * `takeEncoderTurn`. Takes about 50 ms the first time.
 */
export async function loadZstdEncoder(): Promise<ZstdEncoder> {
  const zstd = await Zstd.load();
  return {
    begin() {
      zstd.reset();
      zstd.setCompressionLevel(LEVEL);
    },
    add: (bytes) => zstd.compressChunk(bytes),
    end: () => zstd.compressEnd(),
  };
}

/** The library has one state a thread, whoever asks; so has this. */
let lastTurn: Promise<unknown> = Promise.resolve();

/** Runs `work` when every earlier turn of this thread is over, whatever became of those. */
export function takeEncoderTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const turn = lastTurn.then(work);
  lastTurn = turn.catch(() => {});
  return turn;
}
