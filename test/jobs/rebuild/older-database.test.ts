/** Databases of an older schema or an older projector: everything is rebuilt beside, never changed in place. */
import { existsSync, rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newDatabasePath } from '../../../src/jobs/rebuild/new-database.js';
import { migrations } from '../../../src/store/migrations/index.js';
import { openHistoryDatabase } from '../../../src/store/open-history-database.js';
import { writeCodexHome } from '../../../src/testing/index.js';
import { writeBenchThreads } from '../../support/bench-threads.js';
import { startBuilt } from '../../support/built-program.js';
import { allRows, inventoryRows, openRebuildLab, type RebuildLab } from '../../support/rebuild-lab.js';
import { ended, runCli } from '../../support/run-cli.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { numberedThread } from '../../support/threads.js';
import { verifyLab } from '../../support/verify-lab.js';

const folder = useTempFolder();
const gone = numberedThread(3, { seed: 30 });

/** Takes back what the migrations after the first one did, and marks the rows, to tell them from those that are made again. */
function makeOfFirstSchema(db: string): void {
  const connection = new Database(db);
  const triggers = connection.prepare(`select name from sqlite_schema where type = 'trigger'`).pluck().all();
  for (const name of triggers) connection.exec(`drop trigger ${name}`);
  connection.exec(`
    drop index idx_thread_turns_updated_page;
    alter table thread_turns drop column updated_at_ordinal;
    drop table thread_removed_turns; drop table projection_proofs; drop table gone_sources; drop table pruned_rollouts;
    delete from sqlite_stat1 where idx = 'idx_thread_turns_updated_page';
    update thread_turns set status = 'old'`);
  const applied = connection.prepare('select name from kysely_migration order by name').pluck().all();
  expect(applied).toEqual(Object.keys(migrations));
  connection.exec(`delete from kysely_migration where name > '0001-initial'`);
  connection.pragma('user_version = 1');
  connection.close();
}

function makeOfOlderProjector(db: string): void {
  const connection = new Database(db);
  connection.exec(`update thread_history_projection_state set projector_version = 1;
    update thread_turns set status = 'old'`);
  connection.close();
}

const place = () => ['--codex-home', folder.path('home'), '--db', folder.path('history.sqlite')];

/** A projected home, one rollout of which is gone since; with the rows as they have to be. */
async function olderHome(makeOlder: (db: string) => void, turns: readonly number[] = [3, 2]) {
  const home = folder.path('home');
  const db = folder.path('history.sqlite');
  writeBenchThreads(home, turns);
  writeBenchThreads(home, [2], 'legacy');
  const [path = ''] = writeCodexHome({ home, entries: [{ rollout: gone }] });
  const lab = await openRebuildLab({ home, db });
  await lab.projectAll();
  const rows = rowsOf(lab);
  lab.database.close();
  rmSync(path);
  makeOlder(db);
  return { home, db, rows };
}

const rowsOf = ({ database }: Pick<RebuildLab, 'database'>) => {
  const { [gone.threadId]: _, ...rows } = allRows(database);
  // That its file is gone is news.
  const inventory = JSON.parse(
    JSON.stringify(inventoryRows(database)).replaceAll('"source_gone":1', '"source_gone":0'),
  );
  return { ...rows, inventory };
};

const statuses = (db: string): string[] => {
  const connection = new Database(db, { readonly: true });
  try {
    return connection.prepare<[], string>('select distinct status from thread_turns').pluck().all();
  } finally {
    connection.close();
  }
};

async function expectRebuilt({ home, db, rows }: Awaited<ReturnType<typeof olderHome>>): Promise<void> {
  const lab = await openRebuildLab({ home, db });
  onTestFinished(() => lab.database.close());
  expect(rowsOf(lab)).toEqual(rows);
  expect((await verifyLab(lab)).totals).toMatchObject({ differs: 0, failed: 0, unprovable: 1 });
}

describe.each([
  { of: 'an older schema', makeOlder: makeOfFirstSchema },
  { of: 'an older projector', makeOlder: makeOfOlderProjector },
])('a database of $of', ({ makeOlder }) => {
  it('keeps its rows when it is opened, and is rebuilt beside by whoever projects everything', async () => {
    const older = await olderHome(makeOlder);
    const database = await openHistoryDatabase({ path: older.db });
    expect(statuses(older.db)).toEqual(['old']);
    const { code, stderr } = await runCli(['project', '--progress', ...place()]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/Rows of 3 rollouts were made by another version.*rebuilt beside/);
    expect(stderr).toMatch(/4 threads rebuilt/);
    // The one without a text; whoever had the database open sees the others.
    const left = database.reader.prepare(`select distinct thread_id from thread_turns where status = 'old'`);
    expect(left.pluck().all()).toEqual([gone.threadId]);
    database.close();
    await expectRebuilt(older);
    // What cannot be made again is no reason to do it all once more.
    const again = await runCli(['project', ...place()]);
    expect(again.stderr).not.toContain('rebuilt');
  });

  it('is rebuilt before everything that is new is verified', async () => {
    const older = await olderHome(makeOlder);
    const { code, stdout, stderr } = await runCli(['verify', '--project', '--json', ...place()]);
    expect(code).toBe(0);
    expect(stderr).toContain('rebuilt beside');
    expect(JSON.parse(stdout).totals).toMatchObject({ proved: 3, unprovable: 1 });
    await expectRebuilt(older);
  });

  it('has the old rows when the rebuild was killed, and the new ones after the next', async () => {
    const older = await olderHome(makeOlder, [150, 100]);
    const child = startBuilt(['project', ...place()]);
    const result = ended(child);
    const beside = newDatabasePath(older.db);
    while (!existsSync(beside) || statSync(beside).size < 100_000) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      expect(child.exitCode).toBe(null);
    }
    expect(statuses(older.db)).toEqual(['old']);
    child.kill('SIGKILL');
    expect((await result).code).toBe(137);
    expect(statuses(older.db)).toEqual(['old']);
    expect(await ended(startBuilt(['project', ...place()]))).toMatchObject({ code: 0 });
    expect(existsSync(beside)).toBe(false);
    await expectRebuilt(older);
  });

  it('has a thread that is read made again as a whole, and no other', async () => {
    const older = await olderHome(makeOlder);
    const lab = await openRebuildLab({ home: older.home, db: older.db });
    const [first = ''] = Object.keys(allRows(lab.database)).filter((id) => id !== gone.threadId);
    await lab.projector.prepareThread(first);
    const rows: Record<string, unknown> = older.rows;
    const { [first]: made, ...others } = allRows(lab.database);
    expect(made).toEqual(rows[first]);
    for (const other of Object.values(others)) expect(other.turns[0]).toMatchObject({ status: 'old' });
    lab.database.close();
  });
});
