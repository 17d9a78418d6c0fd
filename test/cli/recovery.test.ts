import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { plainThread, writeCliHome } from '../support/cli-home.js';
import { ruinPages } from '../support/damaged-database.js';
import { runCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const threads = [1, 2, 3].map((seed) => plainThread({ seed, turns: 40 }));
const home = () =>
  writeCliHome(
    folder,
    threads.map((rollout) => ({ rollout })),
  );
const [first] = threads.map(({ threadId }) => threadId);

it('a damaged database is recovered on the way: the answer is whole, and stderr says what happened', async () => {
  const { place, db } = home();
  await runCli(['project', ...place]);
  const expected = await runCli(['show', first ?? '', ...place]);
  ruinPages(db, ['thread_items', 'threads']);
  const damaged = readFileSync(db);

  const { code, stdout, stderr } = await runCli(['show', first ?? '', '--json', '-q', ...place]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toBeTruthy();
  const [kept = ''] = readdirSync(dirname(db)).filter((name) => name.includes('.damaged-'));
  expect(stderr).toContain(`The history database ${db} was damaged (database disk image is malformed)`);
  expect(stderr).toContain(`kept in ${join(dirname(db), kept)}`);
  expect(readFileSync(join(dirname(db), kept, 'history.sqlite')).equals(damaged)).toBe(true);

  const again = await runCli(['show', first ?? '', ...place]);
  expect(again).toEqual(expected);
  // Everything was made again, not only what was asked for.
  const connection = new Database(db);
  const projected = connection.prepare('select count(*) from thread_history_projection_state').pluck().get();
  connection.close();
  expect(projected).toBe(3);
});

it('a file that is no database gives way', async () => {
  const { place, db } = home();
  await runCli(['threads', ...place]);
  writeFileSync(db, 'no database at all '.repeat(1_000));
  const { code, stdout, stderr } = await runCli(['threads', '--json', ...place]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).data).toHaveLength(3);
  expect(stderr).toContain('Nothing in it could be read');
});

it('status --check finds damage that nobody has met yet, and says so with its exit status', async () => {
  const { place, db } = home();
  await runCli(['project', ...place]);
  const sound = await runCli(['status', '--check', '--json', ...place]);
  expect(sound.code).toBe(0);
  expect(JSON.parse(sound.stdout).database.check).toEqual([]);
  ruinPages(db, ['diagnostics', 'idx_thread_items_by_turn_page']);
  expect((await runCli(['status', ...place])).code).toBe(0);

  const { code, stdout, stderr } = await runCli(['status', '--check', '--json', ...place]);
  expect(code).toBe(5);
  expect(stderr).toContain('was damaged');
  expect(JSON.parse(stdout).database.check).toEqual([]);
  expect((await runCli(['status', '--check', ...place])).code).toBe(0);
});

it('names the rollouts of which only a part could be saved', async () => {
  const { place, db, paths } = writeCliHome(folder, [{ rollout: plainThread({ seed: 9, turns: 400 }) }]);
  await runCli(['project', ...place]);
  rmSync(paths[0] ?? '');
  ruinPages(db, ['thread_items'], { leave: 5 });
  const { stderr } = await runCli(['status', '--check', ...place]);
  expect(stderr).toContain(
    `Only in part could be saved, their text being gone: ${plainThread({ seed: 9 }).threadId}`,
  );
  expect(existsSync(db)).toBe(true);
});
