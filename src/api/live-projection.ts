/**
 * Has the rows of one rollout follow its appends. Appends that come while a pass runs, or together, are taken by one pass;
 * a pass that fails is told and tried again with the next append. Writing the rollout is for others.
 */
import { type Metrics, NO_METRICS } from '../metrics/metrics.js';
import type { Projector } from '../projector/projector.js';

export interface LiveProjectionOptions {
  projector: Projector;
  threadId: string;
  rolloutId: string;
  /** Unix milliseconds. */
  now: () => number;
  metrics?: Metrics | undefined;
  /** Told when rows could not follow. */
  onProjectionError?: ((error: unknown) => void) | undefined;
}

export class LiveProjection {
  readonly #options: LiveProjectionOptions;
  readonly #metrics: Metrics;
  /** Appends asked for and appends that the rows reflect, counted. */
  #wanted = 0;
  #reached = 0;
  /** When the oldest append was made that the rows do not reflect; null when they reflect all. */
  #behindSince: number | null = null;
  #running: Promise<void> | null = null;
  #failure: unknown = null;
  #known = false;

  constructor(options: LiveProjectionOptions) {
    this.#options = options;
    this.#metrics = options.metrics ?? NO_METRICS;
  }

  /** Asks for the rows to follow what was just written; they do so soon, and not before the caller gives way. */
  request(): void {
    this.#wanted++;
    this.#behindSince ??= this.#options.now();
    this.#start();
  }

  /**
   * Resolves when the rows reflect everything that was asked for. What failed is tried once more.
   *
   * @throws what the projection failed with
   */
  async settled(): Promise<void> {
    while (this.#reached < this.#wanted) {
      this.#start();
      const before = this.#reached;
      await this.#running;
      if (this.#reached === before) throw this.#failure;
    }
  }

  #start(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  async #run(): Promise<void> {
    for (;;) {
      // Lets timers and readers in between two passes, and gathers the appends that come in one go.
      await new Promise((resolve) => setImmediate(resolve));
      const upTo = this.#wanted;
      const since = this.#behindSince;
      this.#behindSince = null;
      try {
        await this.#project();
        this.#reached = upTo;
        const seconds = (this.#options.now() - (since ?? this.#options.now())) / 1000;
        this.#metrics.observe('threadloom_live_projection_seconds', {}, Math.max(0, seconds));
      } catch (error) {
        this.#failure = error;
        this.#behindSince = since ?? this.#behindSince;
        this.#options.onProjectionError?.(error);
      }
      if (this.#wanted === upTo) return;
    }
  }

  async #project(): Promise<void> {
    const { projector, threadId, rolloutId } = this.#options;
    if (this.#known && (await projector.projectRolloutId(rolloutId)) !== 'source_gone') return;
    // A file that is new, or that was moved: its place has to be found first.
    await projector.prepareThread(threadId);
    if ((await projector.projectRolloutId(rolloutId)) === 'source_gone') {
      throw new Error(`The rollout ${rolloutId} of thread ${threadId} is not where it was written.`);
    }
    this.#known = true;
  }
}
