/**
 * The begun line at the end of a chunk, kept until the chunk that ends it. Holds at most one line, and none that grew
 * beyond the limit: of such a line only the length is counted.
 */

const FIRST_CAPACITY = 64 * 1024;
/** A buffer that a long line left behind is not kept for the short ones that follow. */
const KEPT_CAPACITY = 1024 * 1024;

export class LineCarry {
  readonly #maxBytes: number;
  #buffer = Buffer.alloc(0);
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes appended since the last `take`, held or not. */
  get length(): number {
    return this.#length;
  }

  append(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#maxBytes) this.#buffer = Buffer.alloc(0);
    else {
      this.#reserve(length);
      this.#buffer.set(bytes, this.#length);
    }
    this.#length = length;
  }

  /** What was appended; null when it is longer than the limit. Valid until the next `append`. */
  bytes(): Buffer | null {
    return this.#length > this.#maxBytes ? null : this.#buffer.subarray(0, this.#length);
  }

  /** The same, and starts again with nothing. */
  take(): Buffer | null {
    const bytes = this.bytes();
    this.#length = 0;
    if (this.#buffer.length > KEPT_CAPACITY) this.#buffer = Buffer.alloc(0);
    return bytes;
  }

  #reserve(length: number): void {
    if (length <= this.#buffer.length) return;
    const capacity = Math.min(Math.max(length, this.#buffer.length * 2, FIRST_CAPACITY), this.#maxBytes);
    const grown = Buffer.allocUnsafeSlow(capacity);
    grown.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = grown;
  }
}
