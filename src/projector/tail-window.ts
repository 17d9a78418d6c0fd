/** The last bytes that were projected, kept while reading so that a checkpoint can say which text it stands on. */

/** Bytes a checkpoint digests at either end of what it covers. */
export const WINDOW_BYTES = 4096;

const LF = 0x0a;

/** Room for some windows, so that what is kept has to be moved only now and then. */
const ROOM_BYTES = 16 * WINDOW_BYTES;

export class TailWindow {
  readonly #room = Buffer.alloc(ROOM_BYTES);
  /** Where the last byte ends in the room. */
  #end = 0;
  #length = 0;
  #unbroken = true;

  /** Takes a line (without its LF) and the LF after it. */
  push(line: Buffer): void {
    const size = Math.min(line.length + 1, WINDOW_BYTES);
    if (this.#end + size > ROOM_BYTES) {
      this.#room.copyWithin(0, this.#end - this.#length, this.#end);
      this.#end = this.#length;
    }
    line.copy(this.#room, this.#end, line.length + 1 - size);
    this.#end += size;
    this.#room[this.#end - 1] = LF;
    this.#length = Math.min(this.#length + size, WINDOW_BYTES);
  }

  /** Starts anew: the text before is not what comes before the next line. */
  clear(): void {
    this.#end = 0;
    this.#length = 0;
    this.#unbroken = false;
  }

  /** Bytes before the first line that would make the window full; 0 when there is no use for them. */
  get missing(): number {
    return this.#unbroken ? WINDOW_BYTES - this.#length : 0;
  }

  /** The bytes, oldest first. */
  bytes(): Uint8Array {
    return this.#room.subarray(this.#end - this.#length, this.#end);
  }
}
