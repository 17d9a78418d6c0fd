/** Opens the connections of a history database on whatever file lies at its path, and makes sure that both have the same. */
import Database from 'better-sqlite3';
import { migrate, schemaVersion } from '../migrate.js';
import { SCHEMA_VERSION } from '../migrations/index.js';
import { openReader, openWriter } from '../open-connection.js';
import { StoreError } from '../store-error.js';
import { databaseIdentity } from './database-identity.js';
import { explainFileFailure } from './explain-store-failure.js';
import { mayOnlyBeRead, openReadOnly } from './open-read-only.js';
import { isBeingSwapped, settleSwap } from './swap-database.js';

export interface Connections {
  writer: Database.Database;
  /** The same as `writer` in a database that may only be read. */
  reader: Database.Database;
  identity: string | null;
  readOnly: 'in_place' | 'copy' | null;
}

export interface OpenConnectionsOptions {
  path: string;
  busyTimeoutMs?: number | undefined;
}

/** As often the file may be replaced while it is opened. */
const ATTEMPTS = 10;

/**
 * Opens and migrates. A swap that is going on is waited for, one that was left half done is finished first.
 *
 * @throws StoreError
 */
export async function openConnections(options: OpenConnectionsOptions): Promise<Connections> {
  const { path } = options;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      if (mayOnlyBeRead(path)) return openToRead(options);
      await settleSwap({ path });
      const before = databaseIdentity(path);
      const connections = await openToWrite(options);
      const unmoved = (before ?? connections.identity) === connections.identity && !isBeingSwapped(path);
      if (unmoved && databaseIdentity(path) === connections.identity) return connections;
      connections.reader.close();
      connections.writer.close();
    } catch (error) {
      throw openFailure(path, error);
    }
  }
  throw new StoreError('busy', path, `The history database ${path} is replaced again and again. Try again.`);
}

async function openToWrite({ path, busyTimeoutMs }: OpenConnectionsOptions): Promise<Connections> {
  // A damaged database is met by a reader, which leaves everything as it is; a writer would fold in its log when it closes.
  const early = databaseIdentity(path) === null ? null : openReaderIfWhole(path, busyTimeoutMs);
  let writer: Database.Database | null = null;
  try {
    writer = openWriter(path, busyTimeoutMs);
    const identity = databaseIdentity(path);
    await migrate(writer);
    return { writer, reader: early ?? openReader(path, busyTimeoutMs), identity, readOnly: null };
  } catch (error) {
    writer?.close();
    early?.close();
    throw error;
  }
}

/** Null where a process died while it made the database: only a writer may take that back, which it does as it opens. */
function openReaderIfWhole(path: string, busyTimeoutMs?: number): Database.Database | null {
  try {
    return openReader(path, busyTimeoutMs);
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_READONLY_ROLLBACK') return null;
    throw error;
  }
}

function openToRead({ path, busyTimeoutMs }: OpenConnectionsOptions): Connections {
  const identity = databaseIdentity(path);
  const { connection, isCopy } = openReadOnly(path, busyTimeoutMs);
  const found = schemaVersion(connection);
  if (found === SCHEMA_VERSION) {
    return { writer: connection, reader: connection, identity, readOnly: isCopy ? 'copy' : 'in_place' };
  }
  connection.close();
  throw found > SCHEMA_VERSION
    ? new StoreError(
        'database_too_new',
        path,
        `The history database ${path} has schema version ${found}, and this program knows versions up to ${SCHEMA_VERSION}. Use a newer program, or another file with --db.`,
      )
    : new StoreError(
        'read_only',
        path,
        `The history database ${path} is of an older program (schema version ${found}) and may only be read, so it cannot be brought to version ${SCHEMA_VERSION}. Grant write access to the file and its folder, or choose another with --db.`,
      );
}

function openFailure(path: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const code = error instanceof Database.SqliteError ? error.code : '';
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT')) {
    return new StoreError(
      'not_a_database',
      path,
      `${path} is not a readable history database (${reason}). Rows can be made again from the rollouts: move the file away, or choose another with --db.`,
      { cause: error },
    );
  }
  const explained = explainFileFailure(path, error);
  if (explained instanceof StoreError) return explained;
  return new StoreError(
    'cannot_open',
    path,
    `The history database ${path} cannot be opened: ${reason}. Check that its folder is there and may be written, or choose another with --db.`,
    {
      cause: error,
    },
  );
}
