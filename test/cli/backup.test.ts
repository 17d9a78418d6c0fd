import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openHistoryDatabase } from '../../src/store/open-history-database.js';
import { backupDatabase } from '../../src/store/recovery/backup-database.js';
import { plainThread, writeCliHome } from '../support/cli-home.js';
import { ruinPages } from '../support/damaged-database.js';
import { runCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const thread = plainThread({ turns: 300 });
const write = () => writeCliHome(folder, [{ rollout: thread }]);

it('copies the database into one file that answers as the original does', async () => {
  const { place, home } = write();
  const expected = await runCli(['show', thread.threadId, '--json', ...place]);
  const copy = folder.path('copy.sqlite');
  const { code, stdout } = await runCli(['backup', copy, '--json', ...place]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ path: copy, bytes: readFileSync(copy).length });
  expect(readdirSync(dirname(copy)).sort()).toEqual(['copy.sqlite', 'data', 'home']);
  const again = await runCli(['show', thread.threadId, '--json', '--codex-home', home, '--db', copy]);
  expect(again).toEqual(expected);
});

it('takes the place of no file', async () => {
  const { place } = write();
  await runCli(['project', ...place]);
  const copy = folder.write('copy.sqlite', 'mine');
  const { code, stderr } = await runCli(['backup', copy, ...place]);
  expect(code).toBe(1);
  expect(stderr).toContain('takes the place of none');
  expect(readFileSync(copy, 'utf8')).toBe('mine');
});

it('leaves nothing where there is no folder, or where the copying is ended', async () => {
  const { place, db } = write();
  await runCli(['project', ...place]);
  expect((await runCli(['backup', folder.path('nowhere', 'copy.sqlite'), ...place])).code).toBe(1);
  const interrupted = backupDatabase({
    path: db,
    to: folder.path('copy.sqlite'),
    onProgress: () => {
      throw new Error('enough');
    },
  });
  await expect(interrupted).rejects.toThrow('enough');
  expect(readdirSync(folder.path()).sort()).toEqual(['data', 'home']);
});

it('is of one moment, however much is written meanwhile', async () => {
  const { db, place } = write();
  await runCli(['project', ...place]);
  const database = await openHistoryDatabase({ path: db });
  const insert = database.writer.prepare("insert into thread_spawn_edges values ('parent', ?, 'open')");
  for (let at = 0; at < 20_000; at++) insert.run(`before ${at}`);
  let steps = 0;
  await backupDatabase({
    path: db,
    to: folder.path('copy.sqlite'),
    onProgress: () => {
      for (let at = 0; at < 50; at++) insert.run(`during ${steps} ${at}`);
      steps++;
    },
  });
  expect(steps).toBeGreaterThan(0);
  const copy = new Database(folder.path('copy.sqlite'), { readonly: true });
  expect(copy.prepare('select count(*) from thread_spawn_edges').pluck().get()).toBe(20_000);
  expect(copy.pragma('integrity_check', { simple: true })).toBe('ok');
  copy.close();
  database.close();
});

it('does not keep a copy of a damaged database', async () => {
  const { db, place } = write();
  await runCli(['project', ...place]);
  ruinPages(db, ['idx_thread_items_updated_page']);
  const copying = backupDatabase({ path: db, to: folder.path('copy.sqlite') });
  await expect(copying).rejects.toMatchObject({ code: 'damaged', path: db });
  expect(readdirSync(folder.path()).sort()).toEqual(['data', 'home']);
  // The command has the database recovered first.
  const { code, stderr } = await runCli(['backup', folder.path('copy.sqlite'), ...place]);
  expect(stderr).toContain('was damaged');
  expect(code).toBe(0);
});
