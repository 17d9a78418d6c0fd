/**
 * Stands around the operations of a history database: before each it looks whether the file was replaced, and when damage is met
 * in the middle of one, the database is recovered (if its owner wants that) and a read is answered from the new one.
 */
import type { HistoryDatabase, OpenHistoryDatabaseOptions } from '../open-history-database.js';
import { StoreError } from '../store-error.js';
import { explainStoreFailure, isDamage } from './explain-store-failure.js';
import { type RecoverOptions, recoverDatabase } from './recover-database.js';

/** As often a read starts again because the file was replaced meanwhile, or was damaged. */
const ATTEMPTS = 4;

export class DatabaseGuard {
  readonly #database: HistoryDatabase;
  readonly #options: OpenHistoryDatabaseOptions;
  #recovering: Promise<void> | null = null;
  /** The generation in which the file passed its check although damage had been met. */
  #soundIn: number | null = null;

  constructor(database: HistoryDatabase, options: OpenHistoryDatabaseOptions) {
    this.#database = database;
    this.#options = options;
  }

  /** Runs a read; it is run again where the file was replaced meanwhile, so that no answer is of two of them. */
  async read<Result>(work: () => Promise<Result>): Promise<Result> {
    const database = this.#database;
    for (let attempt = 1; ; attempt++) {
      await database.refresh();
      const { generation } = database;
      try {
        const result = await work();
        if (generation === database.generation || attempt === ATTEMPTS) return result;
      } catch (error) {
        const replaced = generation !== database.generation;
        if (attempt === ATTEMPTS || !(replaced || isDamage(error))) {
          throw explainStoreFailure(database.path, error);
        }
        if (!replaced) await this.recover(error);
      }
    }
  }

  /**
   * Runs a change of threads. It is not run again by itself, since a part of it may be done: after a recovery it fails with
   * what to do.
   */
  async change<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.#database.refresh();
    try {
      return await work();
    } catch (error) {
      if (!isDamage(error)) throw explainStoreFailure(this.#database.path, error);
      await this.recover(error);
      throw new StoreError(
        'damaged',
        this.#database.path,
        `The history database ${this.#database.path} was found damaged in the middle of a change, and was made anew. Look whether the change was made, and try again if not.`,
        { cause: error },
      );
    }
  }

  /**
   * Gets a sound database after `error` told of damage. Those who ask at the same time get the same one.
   *
   * @throws `error`, in words, where damage is to be refused
   */
  async recover(error: unknown): Promise<void> {
    if (this.#options.onDamage !== 'recover') throw explainStoreFailure(this.#database.path, error);
    this.#recovering ??= this.#recover(error).finally(() => {
      this.#recovering = null;
    });
    await this.#recovering;
  }

  async #recover(error: unknown): Promise<void> {
    const database = this.#database;
    const { now = Date.now, onRecovered } = this.#options;
    if (await database.refresh()) return;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const options: RecoverOptions = {
      path: database.path,
      damaged: database.identity,
      reason: cause instanceof Error ? cause.message : String(cause),
      now,
      // The second time in the same file it is believed.
      believed: this.#soundIn === database.generation,
    };
    const outcome = await recoverDatabase(options);
    if (!(await database.refresh())) await database.reopen();
    this.#soundIn = outcome.kind === 'sound' ? database.generation : null;
    if (outcome.kind === 'recovered') onRecovered?.(outcome.report);
  }
}
