import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { afterEach, expect, it, vi } from 'vitest';
import { migrate, schemaVersion } from '../../src/store/migrate.js';
import { migrations, SCHEMA_VERSION } from '../../src/store/migrations/index.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const INITIAL = '0001-initial';
const initial = migrations[INITIAL];

afterEach(() => {
  if (initial) migrations[INITIAL] = initial;
});

const tables = (connection: Database.Database): unknown[] =>
  connection
    .prepare("select name from sqlite_master where name not like 'sqlite_%' and name not like 'kysely_%'")
    .all();

it('a migration that fails half-way leaves nothing, and can be tried again', async () => {
  const connection = new Database(folder.path('history.sqlite'));
  const up = vi.fn(async (db: Parameters<NonNullable<typeof initial>['up']>[0]) => {
    await initial?.up(db);
    await sql`insert into threads (thread_id) values ('incomplete')`.execute(db);
  });
  migrations[INITIAL] = { up };
  await expect(migrate(connection)).rejects.toMatchObject({
    code: 'migration_failed',
    message: expect.stringContaining(INITIAL),
    cause: expect.objectContaining({ message: expect.stringContaining('NOT NULL') }),
  });
  expect(up).toHaveBeenCalledOnce();
  expect(tables(connection)).toEqual([]);
  expect(schemaVersion(connection)).toBe(0);

  if (initial) migrations[INITIAL] = initial;
  await migrate(connection);
  expect(schemaVersion(connection)).toBe(SCHEMA_VERSION);
  expect(tables(connection)).toContainEqual({ name: 'thread_items' });
  connection.close();
});

it('a database that cannot be written is left alone', async () => {
  const path = folder.path('history.sqlite');
  new Database(path).exec('create table other (id)').close();
  const connection = new Database(path, { readonly: true });
  await expect(migrate(connection)).rejects.toMatchObject({ code: 'migration_failed', path });
  expect(tables(connection)).toEqual([{ name: 'other' }]);
  connection.close();
});

it('a migrated database is not migrated again', async () => {
  const connection = new Database(folder.path('history.sqlite'));
  await migrate(connection);
  const before = connection.prepare('select * from sqlite_master').all();
  migrations[INITIAL] = {
    up: async () => {
      throw new Error('again');
    },
  };
  await migrate(connection);
  expect(connection.prepare('select * from sqlite_master').all()).toEqual(before);
  connection.close();
});
