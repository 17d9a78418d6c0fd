import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../../src/store/migrate.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();

async function freshDatabase(): Promise<Database.Database> {
  const connection = new Database(folder.path('history.sqlite'));
  await migrate(connection);
  return connection;
}

const insert = (connection: Database.Database, id: string, gone: string | null): void => {
  connection
    .prepare(
      `insert into thread_history_projection_state values (?, 0, 0, 'canonical', null, 1, 0, '0', '0', 0, '', 0, '', ?, 0)`,
    )
    .run(id, gone);
};

const gone = (connection: Database.Database) =>
  connection
    .prepare<[], { rollout_id: string; since_ms: number }>('select * from gone_sources order by 1')
    .all();

it('notes when a source is first said to be gone, and follows its rows', async () => {
  const connection = await freshDatabase();
  const set = connection.prepare(
    'update thread_history_projection_state set source_gone = ? where thread_id = ?',
  );
  const before = Date.now();
  insert(connection, 'a', null);
  expect(gone(connection)).toEqual([]);
  set.run('vanished', 'a');
  const [first] = gone(connection);
  expect(first?.since_ms).toBeGreaterThanOrEqual(before);
  expect(first?.since_ms).toBeLessThanOrEqual(Date.now());

  connection.exec('update gone_sources set since_ms = 5');
  set.run('shrank', 'a');
  expect(gone(connection)).toEqual([{ rollout_id: 'a', since_ms: 5 }]);
  connection.exec("update thread_history_projection_state set thread_id = 'a~1'");
  expect(gone(connection)).toEqual([{ rollout_id: 'a~1', since_ms: 5 }]);
  set.run(null, 'a~1');
  expect(gone(connection)).toEqual([]);
  set.run('vanished', 'a~1');
  connection.exec('delete from thread_history_projection_state');
  expect(gone(connection)).toEqual([]);
  // Rows that are carried over from another database.
  insert(connection, 'b', 'vanished');
  expect(gone(connection)).toMatchObject([{ rollout_id: 'b' }]);
  connection.close();
});
