/** The lines of rollouts that the inventory knows, in either direction, for those who need more than rows. */
import { type FramedLine, RolloutError, readLines, reverseLines } from '../rollout/index.js';
import type { HistoryDatabase } from '../store/open-history-database.js';
import { findRollout } from '../store/rollouts.js';
import type { ProjectionCounters } from './projection-counters.js';

export interface RolloutLogsOptions {
  database: HistoryDatabase;
  /** Counts what is read from a place on. */
  counters: ProjectionCounters;
}

export class RolloutLogs {
  readonly #options: RolloutLogsOptions;

  constructor(options: RolloutLogsOptions) {
    this.#options = options;
  }

  /**
   * The complete lines of a rollout's file as bytes, oldest first; none when the file is gone.
   *
   * @throws RolloutError for a file that cannot be read
   */
  *lines(rolloutId: string): Generator<Uint8Array, void, undefined> {
    const path = this.#pathOf(rolloutId);
    if (path === null) return;
    try {
      for (const { bytes } of readLines({ path })) if (bytes !== null) yield bytes;
    } catch (error) {
      if (!(error instanceof RolloutError) || error.code !== 'not_found') throw error;
    }
  }

  /**
   * The complete lines of a rollout's file from an offset of the plain text on, oldest first. A line is valid until the
   * next one is asked for.
   *
   * @param from the start of a line
   * @throws RolloutError for a file that cannot be read, `not_found` when it is gone
   */
  *forwards(rolloutId: string, from: number): Generator<FramedLine, void, undefined> {
    const path = this.#pathOf(rolloutId);
    if (path !== null) yield* this.#counted(readLines({ path, from }));
  }

  /**
   * The complete lines of a rollout's file that end at or before `end` (bytes of the plain text), newest first. A line is
   * valid until the next one is asked for.
   *
   * @throws RolloutError for a file that cannot be read, `not_found` when it is gone
   */
  *backwards(rolloutId: string, { end }: { end?: number } = {}): Generator<FramedLine, void, undefined> {
    const path = this.#pathOf(rolloutId);
    if (path !== null) yield* this.#counted(reverseLines({ path, ...(end !== undefined && { end }) }));
  }

  *#counted(lines: Iterable<FramedLine>): Generator<FramedLine, void, undefined> {
    for (const line of lines) {
      this.#options.counters.bytesRead += line.end - line.start;
      yield line;
    }
  }

  #pathOf(rolloutId: string): string | null {
    return findRollout(this.#options.database.reader, rolloutId)?.path ?? null;
  }
}
