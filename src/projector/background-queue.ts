/** Work that can wait: one piece at a time, between other things, until it is stopped. */

export interface BackgroundQueueOptions {
  /** Does one piece of work; it must give way now and then by itself. */
  work: (key: string) => Promise<unknown>;
  /** Told when a piece of work failed; the others go on. */
  onError: (key: string, error: unknown) => void;
}

export class BackgroundQueue {
  readonly #work: (key: string) => Promise<unknown>;
  readonly #onError: (key: string, error: unknown) => void;
  readonly #waiting = new Set<string>();
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor({ work, onError }: BackgroundQueueOptions) {
    this.#work = work;
    this.#onError = onError;
  }

  /** Adds work, unless it waits already. */
  add(keys: Iterable<string>): void {
    for (const key of keys) this.#waiting.add(key);
    if (this.#running === null && this.#waiting.size > 0) {
      this.#running = this.#drain().finally(() => {
        this.#running = null;
      });
    }
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.#running;
  }

  /** Drops what waits, and resolves when the piece that runs has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #drain(): Promise<void> {
    for (;;) {
      // What a caller waits for goes first.
      await new Promise((resolve) => setImmediate(resolve));
      const [key] = this.#waiting;
      if (key === undefined || this.#stopped) return;
      this.#waiting.delete(key);
      try {
        await this.#work(key);
      } catch (error) {
        this.#onError(key, error);
      }
    }
  }
}
