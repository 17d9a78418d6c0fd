import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { applyPruning } from '../../src/jobs/prune/apply-pruning.js';
import { freeBytes, giveBackSpace } from '../../src/jobs/prune/give-back-space.js';
import { planPruning } from '../../src/jobs/prune/plan-pruning.js';
import { sumUp } from '../../src/jobs/prune/prune-report.js';
import type { HistoryDatabase } from '../../src/store/open-history-database.js';
import { findTombstone, listTombstones } from '../../src/store/pruned-rollouts.js';
import { rollout } from '../../src/testing/index.js';
import { plainThread } from '../support/cli-home.js';
import { useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const openHistory = useHistory(folder);
const LATER = Number.MAX_SAFE_INTEGER;
const now = () => 1_000;

const countOf = (database: HistoryDatabase, table: string, id: string): number =>
  Number(database.reader.prepare(`select count(*) from ${table} where thread_id = ?`).pluck().get(id));

async function twoThreads(turns = 3) {
  const threads = [plainThread({ seed: 1, turns }), plainThread({ seed: 2, turns })];
  const history = await openHistory([]);
  const paths = history.write(...threads);
  const [gone = '', there = ''] = threads.map(({ threadId }) => threadId);
  const [gonePath = ''] = paths;
  for (const id of [gone, there]) await history.service.listItems(id);
  return { ...history, gone, there, gonePath };
}

describe('rollouts whose files are gone', () => {
  it('are pruned with everything but a tombstone; those with a file stay', async () => {
    const { database, service, gone, there, gonePath } = await twoThreads();
    rmSync(gonePath);
    const plan = planPruning(database, { goneBeforeMs: LATER });
    expect(plan.candidates).toMatchObject([
      { rolloutId: gone, threadId: gone, reason: 'source_gone', turns: 3, items: 6 },
    ]);
    expect(countOf(database, 'thread_items', gone)).toBe(6);

    const { pruned, kept } = await applyPruning({ database, plan, now });
    expect(sumUp(pruned)).toMatchObject({ rollouts: 1, turns: 3, items: 6 });
    expect(kept).toEqual([]);
    for (const table of [
      'thread_items',
      'thread_turns',
      'thread_history_projection_state',
      'rollouts',
      'threads',
    ]) {
      expect([table, countOf(database, table, gone)]).toEqual([table, 0]);
      expect(countOf(database, table, there)).toBeGreaterThan(0);
    }
    expect(listTombstones(database.reader)).toMatchObject([
      { rollout_id: gone, reason: 'source_gone', pruned_at_ms: 1_000, turns: 3, items: 6 },
    ]);
    expect((await service.listThreads()).data.map(({ id }) => id)).toEqual([there]);
    expect(planPruning(database, { goneBeforeMs: LATER }).candidates).toEqual([]);
  });

  it('count from when somebody noticed, and no longer when the file is back', async () => {
    const { database, service, gone, gonePath } = await twoThreads();
    renameSync(gonePath, `${gonePath}.away`);
    const noticed = Date.now();
    await service.listItems(gone);
    const [candidate] = planPruning(database, { goneBeforeMs: LATER }).candidates;
    expect(candidate?.goneSinceMs).toBeGreaterThanOrEqual(noticed);
    expect(candidate?.goneSinceMs).toBeLessThan(noticed + 60_000);
    expect(planPruning(database, { goneBeforeMs: noticed }).candidates).toEqual([]);

    const plan = planPruning(database, { goneBeforeMs: LATER });
    renameSync(`${gonePath}.away`, gonePath);
    expect(planPruning(database, { goneBeforeMs: LATER }).candidates).toEqual([]);
    const { pruned, kept } = await applyPruning({ database, plan, now });
    expect(pruned).toEqual([]);
    expect(kept).toEqual([{ rolloutId: gone, why: 'changed' }]);
    await service.listItems(gone);
    expect(database.reader.prepare('select count(*) from gone_sources').pluck().get()).toBe(0);
  });

  it('are projected as ever when the file comes back after all', async () => {
    const { database, reopen, gone, gonePath } = await twoThreads();
    const bytes = readFileSync(gonePath);
    rmSync(gonePath);
    await applyPruning({ database, plan: planPruning(database, { goneBeforeMs: LATER }), now });
    writeFileSync(gonePath, bytes);
    expect((await reopen().listItems(gone)).data).toHaveLength(6);
    expect(findTombstone(database.reader, gone)).toMatchObject({ items: 6 });
  });

  it('stay where a rollout that stays begins with their history', async () => {
    const base = rollout({ seed: 5, historyMode: 'paginated' }).sessionMeta();
    for (let at = 0; at < 3; at++) base.turn((turn) => turn.user(`q${at}`).agent(`a${at}`).complete());
    const { database, service, write } = await openHistory([]);
    const [path = ''] = write(base);
    await service.listItems(base.threadId);
    const insert = database.writer.prepare(`
      insert into rollouts select 'fork', 'fork', home, ?, compressed, archived, stamp, format, history_mode,
        rollout_id, 3, 100, null, meta_json, preview, preview_searched_to, size_bytes, modified_at_ms, problem
      from rollouts`);
    mkdirSync(folder.path('forks'));
    const forkPath = folder.write('forks/fork.jsonl', '');
    insert.run(forkPath);
    rmSync(path);
    expect(planPruning(database, { goneBeforeMs: LATER })).toMatchObject({
      candidates: [],
      kept: [{ rolloutId: base.threadId, why: 'base_of_others' }],
    });

    // With the fork they go, the fork first.
    rmSync(forkPath);
    database.writer.exec(`
      insert into thread_history_projection_state
      select 'fork', next_rollout_byte_offset, next_rollout_ordinal, reducer, reducer_state, projector_version,
        source_size, source_mtime_ns, source_inode, head_bytes, head_digest, tail_bytes, tail_digest, null, 0
      from thread_history_projection_state`);
    const plan = planPruning(database, { goneBeforeMs: LATER });
    const { pruned } = await applyPruning({ database, plan, now });
    expect(pruned.map(({ rolloutId }) => rolloutId)).toEqual(['fork', base.threadId]);
    expect(database.reader.prepare('select count(*) from rollouts').pluck().get()).toBe(0);
  });
});

describe('rows that were set aside', () => {
  it('go only when they are named', async () => {
    const { database, service, gone, gonePath } = await twoThreads();
    writeFileSync(gonePath, readFileSync(gonePath, 'utf8').replaceAll('question', 'QUESTION'));
    await service.listItems(gone);
    expect(countOf(database, 'thread_items', `${gone}~1`)).toBe(6);
    expect(planPruning(database, { goneBeforeMs: LATER, leftovers: true }).candidates).toEqual([]);

    // Also when the rollout itself goes.
    rmSync(gonePath);
    await applyPruning({ database, plan: planPruning(database, { goneBeforeMs: LATER }), now });
    expect(countOf(database, 'thread_items', gone)).toBe(0);
    expect(countOf(database, 'thread_items', `${gone}~1`)).toBe(6);

    const { pruned } = await applyPruning({ database, plan: planPruning(database, { setAside: true }), now });
    expect(pruned).toMatchObject([{ rolloutId: `${gone}~1`, threadId: gone, reason: 'set_aside', items: 6 }]);
    expect(countOf(database, 'thread_items', `${gone}~1`)).toBe(0);
    expect(
      listTombstones(database.reader)
        .map(({ reason }) => reason)
        .sort(),
    ).toEqual(['set_aside', 'source_gone']);
  });
});

describe('leftovers', () => {
  it('are rows under an id that nothing is known of', async () => {
    const { database, there } = await twoThreads();
    database.writer.exec(`
      insert into diagnostics (thread_id, start_byte, end_byte, kind, action, detail)
      values ('nobody', 0, 1, 'malformed_json', 'line_skipped', 'x'), ('${there}', 0, 1, 'malformed_json', 'line_skipped', 'x')`);
    const plan = planPruning(database, { leftovers: true });
    expect(plan.candidates).toMatchObject([{ rolloutId: 'nobody', reason: 'leftover', diagnostics: 1 }]);
    await applyPruning({ database, plan, now });
    expect(countOf(database, 'diagnostics', 'nobody')).toBe(0);
    expect(countOf(database, 'diagnostics', there)).toBe(1);
    expect(listTombstones(database.reader)).toEqual([]);
  });
});

describe('space', () => {
  it('is given back separately, and the file is as much shorter', async () => {
    const { database, gonePath } = await twoThreads(2_000);
    rmSync(gonePath);
    await applyPruning({ database, plan: planPruning(database, { goneBeforeMs: LATER }), now });
    const free = freeBytes(database);
    expect(free).toBeGreaterThan(500_000);
    const { bytesBefore, bytesAfter } = await giveBackSpace({ database });
    expect(freeBytes(database)).toBe(0);
    expect(bytesBefore - bytesAfter).toBeGreaterThan(free * 0.9);
    expect(statSync(database.path).size).toBe(bytesAfter);
    expect(database.writer.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});
