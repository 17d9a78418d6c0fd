/**
 * A history database: one connection that writes and one that only reads, so that pages never wait for a projection
 * (design, law 10). Knows connections and transactions, no tables. The file can be replaced while it is open (recovery, rebuild):
 * then `refresh` opens the new one, and `writer` and `reader` are other connections from there on.
 */
import { statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { DatabaseGuard } from './recovery/database-guard.js';
import { databaseIdentity } from './recovery/database-identity.js';
import { explainStoreFailure, isDamage } from './recovery/explain-store-failure.js';
import { type Connections, openConnections } from './recovery/open-connections.js';
import { recoverDatabase } from './recovery/recover-database.js';
import type { RecoveryReport } from './recovery/recovery-report.js';
import { type RetryBusyOptions, retryBusy } from './recovery/retry-busy.js';
import { StoreError } from './store-error.js';

export interface OpenHistoryDatabaseOptions {
  /** The database file; its folder is made when missing. */
  path: string;
  /**
   * What becomes of a database that is damaged, now or later: `refuse` (unless told) throws, `recover` moves it aside and goes on with a
   * fresh one.
   */
  onDamage?: 'refuse' | 'recover' | undefined;
  /** Told when this process has recovered the database, with what could not be kept. */
  onRecovered?: ((report: RecoveryReport) => void) | undefined;
  /** How long to wait for a lock in one go, in milliseconds; 5 seconds unless told. */
  busyTimeoutMs?: number | undefined;
  /** Unix milliseconds, to name what is moved aside; the system's clock unless told. */
  now?: (() => number) | undefined;
}

/** An open history database. Close it to let the write-ahead log be folded in. */
export class HistoryDatabase {
  readonly path: string;
  /** Decides what happens when damage is met, and when the file was replaced. */
  readonly guard: DatabaseGuard;
  readonly #options: OpenHistoryDatabaseOptions;
  readonly #retry: RetryBusyOptions;
  #connections: Connections;
  #generation = 0;

  constructor(
    path: string,
    writer: Database.Database,
    reader: Database.Database,
    { connections, ...options }: OpenHistoryDatabaseOptions & { connections?: Connections } = { path },
  ) {
    this.path = path;
    this.#options = options;
    this.#retry = {};
    this.#connections = connections ?? { writer, reader, identity: null, readOnly: null };
    this.guard = new DatabaseGuard(this, options);
  }

  /** The connection that writes; in a database that may only be read, one that does not. */
  get writer(): Database.Database {
    return this.#connections.writer;
  }

  get reader(): Database.Database {
    return this.#connections.reader;
  }

  /** Null as a rule; else the database takes no changes, and `copy` is one as it was when it was opened. */
  get readOnly(): 'in_place' | 'copy' | null {
    return this.#connections.readOnly;
  }

  /** Which file is open: device and inode. */
  get identity(): string | null {
    return this.#connections.identity;
  }

  /** Counts how often the file was replaced. */
  get generation(): number {
    return this.#generation;
  }

  /**
   * Runs `work` in one `BEGIN IMMEDIATE` transaction: it commits as a whole, or not at all. Waits for other writers, within bounds.
   *
   * @throws StoreError `busy`, `disk_full`, `read_only`, `io_failed`, `damaged`; whatever `work` throws
   */
  transaction<Result>(work: (connection: Database.Database) => Result): Result {
    this.requireWritable();
    const { writer } = this;
    try {
      return retryBusy((started) => {
        const run = (): Result => {
          started();
          return work(writer);
        };
        return writer.transaction(run).immediate();
      }, this.#retry);
    } catch (error) {
      throw explainStoreFailure(this.path, error);
    }
  }

  /** @throws StoreError `read_only` where no transaction could be run */
  requireWritable(): void {
    if (this.readOnly !== null) throw mayOnlyBeRead(this.path);
  }

  /** Runs `work` on one snapshot of the rows, so that several reads of it agree with each other. */
  snapshot<Result>(work: (connection: Database.Database) => Result): Result {
    const { reader } = this;
    try {
      return reader.transaction(() => work(reader)).deferred();
    } catch (error) {
      throw explainStoreFailure(this.path, error);
    }
  }

  /**
   * Opens the file anew when another one lies at the path by now (or none: then an empty one is made). Costs a stat when not.
   *
   * @returns whether it was
   */
  async refresh(): Promise<boolean> {
    const { identity } = this.#connections;
    if (identity === null || this.readOnly === 'copy' || databaseIdentity(this.path) === identity)
      return false;
    await this.reopen();
    return true;
  }

  /** Opens the file anew. */
  async reopen(): Promise<void> {
    const old = this.#connections;
    const fresh = await openConnections(this.#options);
    if (this.#connections !== old) {
      // Somebody else in this process was as quick.
      closeConnections(fresh);
      return;
    }
    this.#connections = fresh;
    this.#generation++;
    closeConnections(old);
  }

  /**
   * Brings the write-ahead log into the database, as far as readers allow: `PASSIVE` waits for nobody, `TRUNCATE` also makes the log
   * empty when nobody is in the way.
   */
  checkpoint(mode: 'PASSIVE' | 'TRUNCATE'): void {
    if (this.readOnly !== null || this.writer.inTransaction) return;
    const { writer } = this;
    const patience = writer.pragma('busy_timeout', { simple: true });
    writer.pragma('busy_timeout = 0');
    try {
      writer.pragma(`wal_checkpoint(${mode})`);
    } catch (error) {
      // Others work with it: the log stays for them to fold in.
      const explained = explainStoreFailure(this.path, error);
      if (!(explained instanceof StoreError) || explained.code !== 'busy') throw explained;
    } finally {
      writer.pragma(`busy_timeout = ${patience}`);
    }
  }

  close(): void {
    try {
      // The last one to close folds in the log anyway.
      if (logBytes(this.path) > LARGE_LOG_BYTES) this.checkpoint('TRUNCATE');
    } catch (error) {
      // A full disk, as a rule: what was committed is in the log, and stays there.
      if (!(error instanceof StoreError)) throw error;
    } finally {
      closeConnections(this.#connections);
    }
  }
}

/**
 * Opens (and on first use creates and migrates) a history database. One that may only be read is opened for reading.
 *
 * @throws StoreError naming the file when it cannot be opened, is no database, or was written by a newer program
 */
export async function openHistoryDatabase(options: OpenHistoryDatabaseOptions): Promise<HistoryDatabase> {
  const { path, onDamage, onRecovered, now = Date.now } = options;
  let connections: Connections;
  try {
    connections = await openConnections(options);
  } catch (error) {
    if (onDamage !== 'recover' || !isDamage(error)) throw error;
    const outcome = await recoverDatabase({
      path,
      damaged: databaseIdentity(path),
      reason: reasonOf(error),
      now,
    });
    connections = await openConnections(options);
    if (outcome.kind === 'recovered') onRecovered?.(outcome.report);
  }
  return new HistoryDatabase(path, connections.writer, connections.reader, { ...options, connections });
}

/** A log that others find beside the database when this process has ended. */
const LARGE_LOG_BYTES = 4 * 1024 * 1024;

function logBytes(path: string): number {
  return statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}

function closeConnections({ reader, writer }: Connections): void {
  reader.close();
  if (writer !== reader) writer.close();
}

function mayOnlyBeRead(path: string): StoreError {
  return new StoreError(
    'read_only',
    path,
    `The history database ${path} may only be read by this user, so nothing can be changed in it. Grant write access to the file and its folder, or choose another with --db.`,
  );
}
