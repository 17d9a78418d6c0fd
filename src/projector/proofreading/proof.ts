/** What a reader and its proofreader tell each other, in memory that their two threads share. */

const START = 0;
const CHECKED_TO = 1;
const STATE = 2;

/** Before a start was named; no offset is negative. */
const NO_START = -1n;

/** Nothing of the thread is to be heard yet. */
const LOADING = 0n;
const READY = 1n;
/** Nothing more will be checked: the end was reached, or a flaw was found just after `checkedTo`. */
const ENDED = 2n;

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
    const shared = new SharedArrayBuffer(3 * BigInt64Array.BYTES_PER_ELEMENT);
    new BigInt64Array(shared)[START] = NO_START;
    return shared;
  }

  /** The proofreader is loaded, and can begin anywhere. */
  get ready(): boolean {
    return Atomics.load(this.#cells, STATE) === READY;
  }

  get ended(): boolean {
    return Atomics.load(this.#cells, STATE) === ENDED;
  }

  /** Everything from the start up to this offset of the plain text is checked, and sound. */
  get checkedTo(): number {
    return Number(Atomics.load(this.#cells, CHECKED_TO));
  }

  /** The reader's word where to begin. */
  begin(offset: number): void {
    this.advance(offset);
    Atomics.store(this.#cells, START, BigInt(offset));
    Atomics.notify(this.#cells, START);
  }

  /** The proofreader's wait for that word. Blocks its thread. */
  awaitStart(): number {
    Atomics.compareExchange(this.#cells, STATE, LOADING, READY);
    Atomics.wait(this.#cells, START, NO_START);
    return Number(Atomics.load(this.#cells, START));
  }

  advance(checkedTo: number): void {
    Atomics.store(this.#cells, CHECKED_TO, BigInt(checkedTo));
  }

  end(): void {
    Atomics.store(this.#cells, STATE, ENDED);
  }
}
