/** A process that dies while it makes a database, before that has its write-ahead log, leaves a rollback journal beside it. */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openHistoryDatabase } from '../../src/store/open-history-database.js';
import { openReadOnly } from '../../src/store/recovery/open-read-only.js';
import { leaveHalfChanged } from '../support/half-changed.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();

const MANY = `with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000)
  insert into thread_spawn_edges select 'parent', i, 'open' from n`;
const STATES = 'select distinct status from thread_spawn_edges';

async function layHalfChanged(): Promise<string> {
  const path = folder.path('history.sqlite');
  const made = await openHistoryDatabase({ path });
  made.writer.exec(MANY);
  made.close();
  leaveHalfChanged(path, "update thread_spawn_edges set status = 'closed'");
  return path;
}

it('is taken back by the next one that opens it', async () => {
  const path = await layHalfChanged();
  expect(() => new Database(path, { readonly: true }).pragma('schema_version')).toThrow(
    expect.objectContaining({ code: 'SQLITE_READONLY_ROLLBACK' }),
  );
  const database = await openHistoryDatabase({ path });
  expect(database.reader.prepare(STATES).pluck().all()).toEqual(['open']);
  expect(database.reader.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(existsSync(`${path}-journal`)).toBe(false);
  database.close();
});

it('is left out by whoever may only read it', async () => {
  const { connection, isCopy } = openReadOnly(await layHalfChanged());
  expect(isCopy).toBe(true);
  expect(connection.prepare(STATES).pluck().all()).toEqual(['open']);
  connection.close();
});
