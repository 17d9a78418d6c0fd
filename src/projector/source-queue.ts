/** Threads that wait to be projected, taken from the front by several that work at the same time. */
import type Database from 'better-sqlite3';
import type { ThreadSource } from '../store/thread-sources.js';
import { freshRollouts } from './ahead/fresh-rollouts.js';

export class SourceQueue {
  readonly #sources: (ThreadSource | null)[];
  #first = 0;
  /** Nothing before it is fresh and small. */
  #firstSmall = 0;

  constructor(sources: readonly ThreadSource[]) {
    this.#sources = [...sources];
  }

  /** The next one, whatever it is. */
  take(): ThreadSource | null {
    for (; this.#first < this.#sources.length; this.#first++) {
      const source = this.#sources[this.#first];
      if (source) return this.#takeAt(this.#first, source);
    }
    return null;
  }

  /** The next one with rollouts that can be projected ahead. */
  takeSmall(connection: Database.Database): ThreadSource | null {
    this.#firstSmall = Math.max(this.#firstSmall, this.#first);
    for (; this.#firstSmall < this.#sources.length; this.#firstSmall++) {
      const source = this.#sources[this.#firstSmall];
      if (source && freshRollouts(connection, source.thread_id).length > 0) {
        return this.#takeAt(this.#firstSmall, source);
      }
    }
    return null;
  }

  #takeAt(index: number, source: ThreadSource): ThreadSource {
    this.#sources[index] = null;
    return source;
  }
}
