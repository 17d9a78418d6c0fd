/** Lets others run while much is read and written, keeps to a limit of bytes a second, and ends the work when asked to. */

/** So often, in bytes, others get their turn; Codex has the same (spec: migration §4). */
const REST_EVERY_BYTES = 256 * 1024;
/** Longest sleep before it is looked again whether to stop. */
const NAP_MS = 100;

export interface PaceOptions {
  /** Unix milliseconds. */
  now: () => number;
  /** No limit unless told. */
  maxBytesPerSecond?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Waits that many milliseconds. */
  sleep?: ((ms: number) => Promise<void>) | undefined;
  /** Called at each rest with all bytes so far. */
  onRest?: ((bytes: number) => void) | undefined;
}

/** Thrown by a rest when the caller does not want the work any more. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

export class Pace {
  /** All that was accounted. */
  bytes = 0;
  readonly #options: PaceOptions;
  readonly #started: number;
  #restedAt = 0;

  constructor(options: PaceOptions) {
    this.#options = options;
    this.#started = options.now();
  }

  /** Counts bytes that were read or written. */
  account(bytes: number): void {
    this.bytes += bytes;
  }

  /** A rest is due. */
  get isDue(): boolean {
    return this.bytes - this.#restedAt >= REST_EVERY_BYTES;
  }

  /**
   * Waits as long as the limit asks for.
   * @throws Stopped
   */
  async rest(): Promise<void> {
    const { now, maxBytesPerSecond, signal, sleep = wait, onRest } = this.#options;
    this.#restedAt = this.bytes;
    onRest?.(this.bytes);
    const until =
      maxBytesPerSecond === undefined ? 0 : this.#started + (this.bytes / maxBytesPerSecond) * 1000;
    do {
      await sleep(Math.min(NAP_MS, Math.max(0, until - now())));
      if (signal?.aborted) throw new Stopped();
    } while (now() < until);
  }
}

/** Not even the shortest timer where nothing is to be waited for. */
function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    if (ms > 0) setTimeout(resolve, ms);
    else setImmediate(resolve);
  });
}
