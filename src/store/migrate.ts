/**
 * Brings a database file to this program's schema. Each migration is one immediate transaction, so that a failure leaves
 * nothing behind and several processes starting at once take turns (spec aesthetics §7).
 */
import type Database from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  Migrator,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely';
import { migrations, SCHEMA_VERSION } from './migrations/index.js';
import { StoreError } from './store-error.js';

class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/** Kysely's SQLite dialect with transactional DDL and write locks taken at `begin`. */
class MigrationDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(config: SqliteDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter();
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#config);
  }
}

/** The schema version a database file was last migrated to; 0 for a new file. */
export function schemaVersion(connection: Database.Database): number {
  return Number(connection.pragma('user_version', { simple: true }));
}

/**
 * Migrates the database behind `connection` to {@link SCHEMA_VERSION}. Does nothing when it is there already.
 *
 * @throws StoreError `database_too_new` when a newer program wrote the file, `migration_failed` otherwise
 */
export async function migrate(connection: Database.Database): Promise<void> {
  const found = schemaVersion(connection);
  if (found > SCHEMA_VERSION) {
    throw new StoreError(
      'database_too_new',
      connection.name,
      `The history database ${connection.name} has schema version ${found}, and this program knows versions up to ${SCHEMA_VERSION}. ` +
        'The database was not changed. Use a newer program, or another file with --db.',
    );
  }
  if (found === SCHEMA_VERSION) return;
  // The builder is not destroyed: that would close the caller's connection.
  const db = new Kysely<unknown>({ dialect: new MigrationDialect({ database: connection }) });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) {
    const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'none started';
    throw new StoreError(
      'migration_failed',
      connection.name,
      `The history database ${connection.name} could not be migrated to schema version ${SCHEMA_VERSION} (${failed}). ` +
        'Nothing was changed.',
      { cause: error },
    );
  }
  connection.pragma(`user_version = ${SCHEMA_VERSION}`);
  // Loads the index statistics that the migrations wrote.
  connection.exec('analyze sqlite_schema');
}
