/** What listings are made of, damaged by hand: made anew with the rows, in place and beside, and proved afterwards. */
import { appendFileSync, rmSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rebuildThreads } from '../../../src/jobs/rebuild/rebuild-threads.js';
import { nameIndexPath } from '../../../src/rollout/read-name-index.js';
import { rollout, writeCodexHome } from '../../../src/testing/index.js';
import { inventoryRows, openRebuildLab } from '../../support/rebuild-lab.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { addNumberedTurns, numberedThread } from '../../support/threads.js';
import { verifyLab } from '../../support/verify-lab.js';

const folder = useTempFolder();

const parent = numberedThread(2, { seed: 21 });
const fork = addNumberedTurns(parent.fork({ seed: 22, at: parent.historyBase() }), 3, 3);
const child = rollout({
  seed: 23,
  subAgent: { parentThreadId: parent.threadId, nickname: 'Ada', agentPath: null },
}).sessionMeta();
child.turn((turn) => turn.user('look').complete());

const id = `'${parent.threadId}'`;

/** Each damages one thing. */
const DAMAGES = {
  'what a head says': `update rollouts set base_rollout_id = 'x', meta_json = '{}', stamp = 'x' where thread_id = ${id}`,
  'whether a file is refused': `update rollouts set problem = 'no reason' where thread_id = ${id}`,
  'whose rollout it is': `update rollouts set thread_id = 'another' where thread_id = ${id}`,
  'where it lies': `update rollouts set home = '/nowhere' where thread_id = ${id}`,
  'its preview': `update rollouts set preview = 'x', preview_searched_to = 3 where thread_id = ${id};
    update threads set preview = 'y'`,
  'a thread that is missing': `delete from threads where thread_id = ${id}`,
  'every column of a thread': `update threads set rollout_id = 'x', session_id = 'x', forked_from_id = 'x', history_mode = 'x',
    name = 'x', cwd = 'x', source_json = 'x', source_kind = 'x', archived = 7, created_at_ms = 7, updated_at_ms = 7
    where thread_id = ${id}`,
  'edges that are missing': `delete from thread_spawn_edges`,
  'edges of another parent': `update thread_spawn_edges set parent_thread_id = 'x'`,
  'edges that are too many': `insert into thread_spawn_edges values ('x', ${id}, 'open')`,
  'edges of nobody': `insert into thread_spawn_edges values (${id}, 'nobody', 'open')`,
  'threads without a rollout': `insert into threads select 'nobody', rollout_id, session_id, forked_from_id, parent_thread_id,
    history_mode, preview, name, model_provider, model, reasoning_effort, cwd, cli_version, originator, source_json, source_kind,
    thread_source, agent_nickname, agent_role, git_json, archived, created_at_ms, updated_at_ms, recency_at_ms, source_gone
    from threads where thread_id = ${id}`,
};

async function openDamaged(damage: string) {
  const home = folder.path('home');
  writeCodexHome({ home, entries: [parent, fork, child].map((of) => ({ rollout: of })) });
  appendFileSync(
    nameIndexPath(home),
    `${JSON.stringify({ id: parent.threadId, thread_name: 'A name', updated_at: '2026-03-02T09:00:00Z' })}\n`,
  );
  const lab = await openRebuildLab({ home, db: folder.path('history.sqlite') });
  onTestFinished(() => lab.database.close());
  await lab.projectAll();
  const rows = inventoryRows(lab.database);
  lab.database.writer.exec(damage);
  return { lab, rows };
}

describe('an inventory that is damaged', () => {
  it.each(Object.entries(DAMAGES))('is whole when what verify names was rebuilt: %s', async (_, damage) => {
    const { lab, rows } = await openDamaged(damage);
    const { verdicts, totals } = await verifyLab(lab);
    expect(totals.differs).toBeGreaterThan(0);
    const threadIds = verdicts.flatMap(({ mend }) => mend?.replace('rebuild ', '') ?? []);
    const reports = await rebuildThreads({ ...lab, threadIds: [...new Set(threadIds)] });
    expect(reports?.map(({ status }) => status)).toEqual(
      threadIds.map((threadId) => (threadId === 'nobody' ? 'removed' : 'rebuilt')),
    );
    expect((await verifyLab(lab)).totals).toMatchObject({ differs: 0, proved: 3, differences: 0 });
    expect(inventoryRows(lab.database)).toEqual(rows);
  });

  it('keeps what it knew of a thread whose file is gone, in place and beside', async () => {
    const { lab } = await openDamaged('');
    const path = lab.database.reader.prepare('select path from rollouts where thread_id = ?').pluck();
    rmSync(String(path.get(child.threadId)));
    await lab.projector.prepareThread(child.threadId);
    const rows = inventoryRows(lab.database);
    expect(rows[0]).toContainEqual(expect.objectContaining({ thread_id: child.threadId, source_gone: 1 }));
    expect(rows[2]).toMatchObject([{ child_thread_id: child.threadId }]);
    expect(await rebuildThreads({ ...lab, threadIds: [child.threadId] })).toMatchObject([
      { status: 'source_gone' },
    ]);
    expect(inventoryRows(lab.database)).toEqual(rows);
    expect(await lab.rebuild()).toMatchObject({ status: 'swapped' });
    expect(inventoryRows(lab.database)).toEqual(rows);
  });

  it('is whole when everything was rebuilt beside', async () => {
    const { lab, rows } = await openDamaged(Object.values(DAMAGES).join(';'));
    expect(await lab.rebuild()).toMatchObject({ status: 'swapped' });
    expect((await verifyLab(lab)).totals).toMatchObject({ differs: 0, proved: 3, differences: 0 });
    expect(inventoryRows(lab.database)).toEqual(rows);
  });
});
