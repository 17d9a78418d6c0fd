import Database from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import { migrate, schemaVersion } from '../../src/store/migrate.js';
import { migrations, SCHEMA_VERSION } from '../../src/store/migrations/index.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const NAME = '0002-changes';
/** This migration and those after it, which have to come after it again. */
const later = Object.entries(migrations).filter(([name]) => name >= NAME);

afterEach(() => {
  Object.assign(migrations, Object.fromEntries(later));
});

it('turns of an older database get the ordinal of their latest known record', async () => {
  const connection = new Database(folder.path('history.sqlite'));
  for (const [name] of later) delete migrations[name];
  await migrate(connection);
  connection.pragma('user_version = 1');
  const insert = connection.prepare(`
    insert into thread_turns (thread_id, turn_id, rollout_ordinal, rollout_end_ordinal, status)
    values ('rollout', ?, ?, ?, 'completed')`);
  insert.run('ended', 3, 9);
  insert.run('open', 12, null);

  Object.assign(migrations, Object.fromEntries(later));
  await migrate(connection);
  expect(schemaVersion(connection)).toBe(SCHEMA_VERSION);
  expect(
    connection.prepare('select turn_id, updated_at_ordinal from thread_turns order by 2').raw().all(),
  ).toEqual([
    ['ended', 9],
    ['open', 12],
  ]);
  connection.close();
});
