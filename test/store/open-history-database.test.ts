import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { schemaVersion } from '../../src/store/migrate.js';
import { SCHEMA_VERSION } from '../../src/store/migrations/index.js';
import { openHistoryDatabase } from '../../src/store/open-history-database.js';
import { StoreError } from '../../src/store/store-error.js';
import { startProjecting } from '../support/projecting-process.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();

async function failure(path: string): Promise<StoreError> {
  const error = await openHistoryDatabase({ path }).then(
    (database) => database.close(),
    (caught: unknown) => caught,
  );
  if (error instanceof StoreError) return error;
  throw new Error(`expected a StoreError, found ${String(error)}`);
}

describe('a new database', () => {
  it('is made with its folder, in the mode that lets readers go on', async () => {
    const database = await openHistoryDatabase({ path: folder.path('new', 'folder', 'history.sqlite') });
    expect(database.writer.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.writer.pragma('auto_vacuum', { simple: true })).toBe(2);
    expect(schemaVersion(database.reader)).toBe(SCHEMA_VERSION);
    expect(database.reader.prepare('select count(*) as turns from thread_turns').get()).toEqual({ turns: 0 });
    database.close();
  });

  it('is opened again as it is', async () => {
    const path = folder.path('history.sqlite');
    const first = await openHistoryDatabase({ path });
    first.writer.exec("insert into thread_spawn_edges values ('a', 'b', 'open')");
    first.close();
    const second = await openHistoryDatabase({ path });
    expect(second.reader.prepare('select * from thread_spawn_edges').all()).toHaveLength(1);
    second.close();
  });

  it('is made by four processes at once', { timeout: 120_000 }, async () => {
    mkdirSync(folder.path('home'));
    for (let attempt = 0; attempt < 3; attempt++) {
      const options = {
        mode: 'open' as const,
        database: folder.path(`${attempt}.sqlite`),
        home: folder.path('home'),
        threadIds: [],
      };
      const processes = [0, 1, 2, 3].map(() => startProjecting(options));
      await Promise.all(processes.map(({ ready }) => ready));
      for (const process of processes) process.go();
      for (const { end } of processes) expect(await end).toEqual({ code: 0, signal: null, stderr: '' });
      const database = new Database(options.database);
      expect(schemaVersion(database)).toBe(SCHEMA_VERSION);
      expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
      database.close();
    }
  });
});

describe('a database that somebody else writes', () => {
  it('is opened without waiting for the writer', async () => {
    const path = folder.path('history.sqlite');
    const writing = await openHistoryDatabase({ path });
    writing.writer.exec('begin immediate');
    const start = performance.now();
    const database = await openHistoryDatabase({ path });
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(database.reader.prepare('select count(*) as turns from thread_turns').get()).toEqual({ turns: 0 });
    database.close();
    writing.close();
  });
});

describe('a database that cannot be used', () => {
  it('is refused with both versions when a newer program wrote it, and not changed', async () => {
    const path = folder.path('history.sqlite');
    const database = await openHistoryDatabase({ path });
    database.writer.pragma(`user_version = ${SCHEMA_VERSION + 7}`);
    database.close();
    const bytes = readFileSync(path);

    const error = await failure(path);
    expect(error).toMatchObject({ code: 'database_too_new', path });
    expect(error.message).toContain(`schema version ${SCHEMA_VERSION + 7}`);
    expect(error.message).toContain(`up to ${SCHEMA_VERSION}`);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('is refused when the file is none, and not changed', async () => {
    const text = 'This is no database, and longer than the hundred bytes of the header of one. '.repeat(20);
    const path = folder.write('history.sqlite', text);
    expect(await failure(path)).toMatchObject({ code: 'not_a_database', path });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('is refused when it is damaged', async () => {
    const path = folder.path('history.sqlite');
    (await openHistoryDatabase({ path })).close();
    const bytes = readFileSync(path);
    bytes.fill(0xff, 100, 4_096);
    writeFileSync(path, bytes);
    expect(await failure(path)).toMatchObject({ code: 'not_a_database', path });
  });

  it('is refused when it is a folder', async () => {
    const path = folder.path('history.sqlite');
    mkdirSync(path);
    expect(await failure(path)).toMatchObject({ code: 'cannot_open', path });
  });

  it('is refused when its folder cannot be made', async () => {
    const file = folder.write('file', '');
    expect(await failure(`${file}/history.sqlite`)).toMatchObject({ code: 'cannot_open' });
  });
});

describe('a transaction', () => {
  it('commits as a whole or not at all', async () => {
    const database = await openHistoryDatabase({ path: folder.path('history.sqlite') });
    const edge = "insert into thread_spawn_edges values ('a', 'b', 'open')";
    expect(() =>
      database.transaction((connection) => {
        connection.exec(edge);
        throw new Error('changed my mind');
      }),
    ).toThrow('changed my mind');
    const count = () => database.reader.prepare('select count(*) as edges from thread_spawn_edges').get();
    expect(count()).toEqual({ edges: 0 });
    database.transaction((connection) => connection.exec(edge));
    expect(count()).toEqual({ edges: 1 });
    database.close();
  });

  it('takes the write lock at its beginning, so that two writers take turns', async () => {
    const path = folder.path('history.sqlite');
    const database = await openHistoryDatabase({ path });
    const other = new Database(path, { timeout: 0 });
    database.transaction(() => {
      expect(() => other.exec('begin immediate')).toThrow('database is locked');
    });
    other.close();
    database.close();
  });
});
