/** Laws 2 and 5: processes killed at any instant leave rows and checkpoint that fit each other, and lose nothing. */
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { type GrowingRollout, grow, writeGrowingRollout } from '../support/bench-home.js';
import type { DerivedRows } from '../support/derived-rows.js';
import { type HistoryLab, openHistoryLab } from '../support/history-lab.js';
import { startProjecting } from '../support/projecting-process.js';
import { useTempFolder } from '../support/temp-folder.js';

const KILLS = 200;
const CHECK_ALL_EVERY = 10;

/** The last is long enough to be read by more than one thread, which takes a while to begin. */
const SIZES = [
  { turns: 200, items: 1_800, lines: 5_001, seed: 11 },
  { turns: 100, items: 900, lines: 2_501, seed: 12, historyMode: 'legacy' as const },
  { turns: 320, items: 2_880, lines: 8_001, seed: 13 },
];

const folder = useTempFolder();

async function cleanRows(of: GrowingRollout, lab: HistoryLab): Promise<DerivedRows> {
  lab.write(of.text, of.path.replace(folder.path('home'), lab.home));
  await lab.project(of.threadId);
  return lab.rows(of.threadId);
}

/**
 * Rows of a rollout are exactly those of the lines before its checkpoint.
 *
 * @returns whether the checkpoint lies before the end of what is written
 */
function expectFittingRows(
  connection: Database.Database,
  { threadId, text, written }: GrowingRollout,
  clean: DerivedRows | undefined,
): boolean {
  const count = (table: string) =>
    connection
      .prepare<[string], { rows: number }>(`select count(*) as rows from ${table} where thread_id = ?`)
      .get(threadId)?.rows;
  const checkpoint = connection
    .prepare<[string], { next: number; offset: number }>(
      `select next_rollout_ordinal as next, next_rollout_byte_offset as offset
      from thread_history_projection_state where thread_id = ?`,
    )
    .get(threadId);
  const { next, offset } = checkpoint ?? { next: 0, offset: 0 };
  const before = (rows: DerivedRows['items'] = []) =>
    rows.filter((row) => Number(row.rollout_ordinal) < next).length;
  expect({ items: count('thread_items'), turns: count('thread_turns') }).toEqual({
    items: before(clean?.items),
    turns: before(clean?.turns),
  });
  const complete = text.lastIndexOf(10, written - 1) + 1;
  expect(offset).toBeLessThanOrEqual(complete);
  return offset > 0 && offset < 0.95 * complete;
}

it('rows are complete after 200 kills at random instants while the rollouts grow', {
  timeout: 300_000,
}, async () => {
  const home = folder.path('home');
  const database = folder.path('history.sqlite');
  const rollouts = SIZES.map((size) => writeGrowingRollout(home, 0.9, size));
  const cleanLab = await openHistoryLab(folder.path('clean'));
  const clean: DerivedRows[] = [];
  for (const rollout of rollouts) clean.push(await cleanRows(rollout, cleanLab));
  const growAll = () => {
    for (const rollout of rollouts) grow(rollout, (0.05 * rollout.text.length) / (KILLS / 2));
  };

  let killed = 0;
  let inTheMiddle = 0;
  for (let round = 0; killed < KILLS; round++) {
    const long = round % 8 === 7;
    const threadIds = rollouts.slice(long ? 2 : 0, long ? 3 : 2).map(({ threadId }) => threadId);
    // One of them begins at byte 0 again and again, now and then; the other goes on where the last ones were killed.
    const processes = (['follow', round % 3 === 0 ? 'again' : 'follow'] as const).map((mode) =>
      startProjecting({ mode, database, home, threadIds: round % 2 ? threadIds : threadIds.reverse() }),
    );
    await Promise.all(processes.map(({ ready }) => ready));
    for (const process of processes) process.go();
    growAll();
    for (const process of processes) {
      await new Promise((resolve) => setTimeout(resolve, (long ? 350 : 10) + Math.random() * 90));
      process.kill();
    }
    for (const end of await Promise.all(processes.map((process) => process.end))) {
      expect(end).toEqual({ signal: 'SIGKILL', code: null, stderr: '' });
      killed++;
    }
    growAll();

    // Nobody else has the database open: what the killed ones left is taken up here.
    const connection = new Database(database);
    for (const [index, rollout] of rollouts.entries()) {
      if (expectFittingRows(connection, rollout, clean[index])) inTheMiddle++;
    }
    if (round % CHECK_ALL_EVERY === 0)
      expect(connection.pragma('integrity_check', { simple: true })).toBe('ok');
    connection.close();
  }
  expect(inTheMiddle).toBeGreaterThan(KILLS / 10);

  for (const rollout of rollouts) grow(rollout, rollout.text.length);
  const threadIds = rollouts.map(({ threadId }) => threadId);
  const last = startProjecting({ mode: 'once', database, home, threadIds });
  last.go();
  expect(await last.end).toEqual({ code: 0, signal: null, stderr: '' });
  const lab = await openHistoryLab(folder.path());
  for (const [index, threadId] of threadIds.entries()) expect(lab.rows(threadId)).toEqual(clean[index]);
  expect(lab.database.writer.pragma('integrity_check', { simple: true })).toBe('ok');
});
