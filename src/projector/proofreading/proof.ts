/** How far the proofreader has come, shared between two threads. */

const CHECKED_TO = 0;
const FLAWED = 1;
const ENDED = 2;

export class Proof {
  /** To be handed to the other thread. */
  readonly shared: SharedArrayBuffer;
  readonly #cells: BigInt64Array;

  /** @param shared memory made by `Proof.memory`, the same on both sides */
  constructor(shared: SharedArrayBuffer) {
    this.shared = shared;
    this.#cells = new BigInt64Array(shared);
  }

  static memory(): SharedArrayBuffer {
    return new SharedArrayBuffer(3 * BigInt64Array.BYTES_PER_ELEMENT);
  }

  /** Everything before this offset of the plain text is checked, and sound. */
  get checkedTo(): number {
    return Number(Atomics.load(this.#cells, CHECKED_TO));
  }

  /** Nothing more will be checked: the end was reached, or a flaw was found just after `checkedTo`. */
  get ended(): boolean {
    return Atomics.load(this.#cells, ENDED) === 1n || Atomics.load(this.#cells, FLAWED) === 1n;
  }

  advance(checkedTo: number): void {
    Atomics.store(this.#cells, CHECKED_TO, BigInt(checkedTo));
  }

  flaw(): void {
    Atomics.store(this.#cells, FLAWED, 1n);
  }

  end(): void {
    Atomics.store(this.#cells, ENDED, 1n);
  }
}
