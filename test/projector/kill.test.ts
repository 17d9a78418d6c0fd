/** Laws 2 and 5: processes killed at any instant leave rows and checkpoint that fit each other, and lose nothing. */
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { type GrowingRollout, grow, writeGrowingRollout } from '../support/bench-home.js';
import type { DerivedRows } from '../support/derived-rows.js';
import { type HistoryLab, openHistoryLab } from '../support/history-lab.js';
import { type ProjectingProcess, startProjecting } from '../support/projecting-process.js';
import { useTempFolder } from '../support/temp-folder.js';

const ROUNDS = 102;
const PROCESSES = 2;

const folder = useTempFolder();

/** The first is long enough to be read in a thread of its own. */
const SIZES = [
  { turns: 320, items: 2_880, lines: 8_001, seed: 11 },
  { turns: 120, items: 1_080, lines: 3_001, seed: 12, historyMode: "legacy" as const },
];

async function cleanRows(of: GrowingRollout, lab: HistoryLab): Promise<DerivedRows> {
  lab.write(of.text, of.path.replace(folder.path('home'), lab.home));
  await lab.project(of.threadId);
  return lab.rows(of.threadId);
}

/** Rows of a rollout are exactly those of the lines before its checkpoint. */
function expectFittingRows(connection: Database.Database, of: GrowingRollout, clean: DerivedRows): boolean {
  const count = connection
    .prepare<[string, string, string], { next: number; offset: number; items: number; turns: number }>(
      `select next_rollout_ordinal as next, next_rollout_byte_offset as offset,
        (select count(*) from thread_items where thread_id = ?) as items,
        (select count(*) from thread_turns where thread_id = ?) as turns
      from thread_history_projection_state where thread_id = ?`,
    )
    .get(of.threadId, of.threadId, of.threadId);
  if (count === undefined) {
    const left = connection
      .prepare<[string], { rows: number }>('select count(*) as rows from thread_items where thread_id = ?')
      .get(of.threadId);
    expect(left?.rows).toBe(0);
    return false;
  }
  const { next, offset, items, turns } = count;
  expect(offset).toBeLessThanOrEqual(of.text.lastIndexOf(10, of.written - 1) + 1);
  const before = (rows: DerivedRows['items']) => rows.filter((row) => Number(row.rollout_ordinal) < next).length;
  expect({ items, turns }).toEqual({ items: before(clean.items), turns: before(clean.turns) });
  return offset > 0 && offset < of.text.length;
}

it('rows are complete after 200 kills at random instants while the rollouts grow', { timeout: 300_000 }, async () => {
  const home = folder.path('home');
  const database = folder.path('history.sqlite');
  const rollouts = SIZES.map((size) => writeGrowingRollout(home, 0.9, size));
  const cleanLab = await openHistoryLab(folder.path('clean'));
  const clean = new Map<GrowingRollout, DerivedRows>();
  for (const rollout of rollouts) clean.set(rollout, await cleanRows(rollout, cleanLab));
  const rowsOf = (rollout: GrowingRollout): DerivedRows => clean.get(rollout) ?? cleanLab.rows('');

  const start = (round: number): ProjectingProcess[] =>
    Array.from({ length: PROCESSES }, () =>
      startProjecting({
        // Some rounds begin at byte 0 again and again, the others have only what was appended since.
        mode: round % 3 === 0 ? 'once' : 'again',
        database,
        home,
        threadIds: rollouts.map(({ threadId }) => threadId),
      }),
    );
  const kills = { all: 0, inTheMiddle: 0 };
  let next = start(0);
  for (let round = 0; round < ROUNDS; round++) {
    const processes = next;
    await Promise.all(processes.map(({ ready }) => ready));
    // The next ones load while these work.
    next = round + 1 < ROUNDS ? start(round + 1) : [];
    for (const process of processes) process.go();
    for (const rollout of rollouts) grow(rollout, 0.05 * rollout.text.length / ROUNDS);
    const longest = round % 3 === 0 ? 40 : 250;
    for (const process of processes) {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * longest));
      process.kill();
    }
    for (const { signal, code, stderr } of await Promise.all(processes.map(({ end }) => end))) {
      expect(stderr).toBe('');
      if (signal === 'SIGKILL') kills.all++;
      else expect(code).toBe(0);
    }
    for (const rollout of rollouts) grow(rollout, 0.05 * rollout.text.length / ROUNDS);

    const connection = new Database(database);
    const tables = connection.prepare("select 1 from sqlite_master where name = 'thread_items'").get();
    if (tables) for (const rollout of rollouts) kills.inTheMiddle += Number(expectFittingRows(connection, rollout, rowsOf(rollout)));
    if (round % 10 === 0) expect(connection.pragma('integrity_check', { simple: true })).toBe('ok');
    connection.close();
  }
  for (const rollout of rollouts) grow(rollout, rollout.text.length);

  const last = startProjecting({ mode: 'once', database, home, threadIds: rollouts.map(({ threadId }) => threadId) });
  last.go();
  expect(await last.end).toMatchObject({ code: 0, stderr: '' });
  const lab = await openHistoryLab(folder.path());
  for (const rollout of rollouts) expect(lab.rows(rollout.threadId)).toEqual(rowsOf(rollout));
  expect(lab.database.writer.pragma('integrity_check', { simple: true })).toBe('ok');
  console.log(kills);
});
