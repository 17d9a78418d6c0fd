/** The last bytes that were projected, kept while reading so that a checkpoint can say which text it stands on. */

/** Bytes a checkpoint digests at either end of what it covers. */
export const WINDOW_BYTES = 4096;

const LF = 0x0a;

export class TailWindow {
  readonly #bytes = Buffer.alloc(WINDOW_BYTES);
  #length = 0;
  #unbroken = true;

  /** Takes a line (without its LF) and the LF after it. */
  push(line: Uint8Array): void {
    const size = Math.min(line.length + 1, WINDOW_BYTES);
    const kept = Math.min(this.#length, WINDOW_BYTES - size);
    this.#bytes.copyWithin(0, this.#length - kept, this.#length);
    this.#bytes.set(line.subarray(line.length + 1 - size), kept);
    this.#length = kept + size;
    this.#bytes[this.#length - 1] = LF;
  }

  /** Starts anew: the text before is not what comes before the next line. */
  clear(): void {
    this.#length = 0;
    this.#unbroken = false;
  }

  /** Bytes before the first line that would make the window full; 0 when there is no use for them. */
  get missing(): number {
    return this.#unbroken ? WINDOW_BYTES - this.#length : 0;
  }

  /** The bytes, oldest first. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}
