/**
 * Looks backwards through an open plain file, one block in memory at a time. Lines are put together by its caller.
 */

import { fstatSync } from 'node:fs';
import { readFully } from '../files/read-fully.js';

const LF = 0x0a;

export class ReverseBytes {
  readonly #fd: number;
  readonly #size: number;
  readonly #buffer: Buffer;
  #blockStart = 0;
  #blockEnd = 0;

  /** The file counts as being as long as it is now. */
  constructor(fd: number, blockBytes: number) {
    this.#fd = fd;
    this.#size = fstatSync(fd).size;
    this.#buffer = Buffer.allocUnsafeSlow(blockBytes);
  }

  /** The offset just after the last LF before `end`; 0 when there is none. */
  lastLineEnd(end: number): number {
    let to = Math.min(end, this.#size);
    while (to > 0) {
      if (to <= this.#blockStart || to > this.#blockEnd) this.#load(to);
      const length = Math.min(to, this.#blockEnd) - this.#blockStart;
      const lf = this.#buffer.subarray(0, Math.max(0, length)).lastIndexOf(LF);
      if (lf !== -1) return this.#blockStart + lf + 1;
      to = this.#blockStart;
    }
    return 0;
  }

  /** The bytes of a span: a view of the block where it holds them all, else a copy. */
  read(from: number, to: number): Buffer {
    if (from >= this.#blockStart && to <= this.#blockEnd) {
      return this.#buffer.subarray(from - this.#blockStart, to - this.#blockStart);
    }
    const bytes = Buffer.allocUnsafeSlow(to - from);
    return bytes.subarray(0, readFully(this.#fd, bytes, from));
  }

  /** Loads the block that ends at `to`. */
  #load(to: number): void {
    this.#blockStart = Math.max(0, to - this.#buffer.length);
    const block = this.#buffer.subarray(0, to - this.#blockStart);
    this.#blockEnd = this.#blockStart + readFully(this.#fd, block, this.#blockStart);
  }
}
