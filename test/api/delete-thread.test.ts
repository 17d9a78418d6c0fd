import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { setRolloutRowsAside } from '../../src/store/rollout-rows.js';
import { type RolloutBuilder, writeCodexHome } from '../../src/testing/index.js';
import { useHistory } from '../support/open-history.js';
import { peerLeftovers, peerThreads, writePeerHistory, writePeerState } from '../support/peer-databases.js';
import { useTempFolder } from '../support/temp-folder.js';
import {
  everything,
  filesBelow,
  placesOf,
  rowCounts,
  threadFamily,
  upkeepOf,
} from '../support/thread-family.js';
import { addNumberedTurns, numberedThread } from '../support/threads.js';

const folder = useTempFolder();
const openHistory = useHistory(folder);

/** A thread that was reverted twice: three rollouts. */
function revertedTwice(): { threadId: string; rollouts: RolloutBuilder[] } {
  const thread = numberedThread(1);
  const at = thread.historyBase();
  addNumberedTurns(thread, 2, 3);
  const reverted = addNumberedTurns(thread.wait(60_000).revert({ seed: 2, at }), 4, 4);
  const again = addNumberedTurns(reverted.wait(60_000).revert({ seed: 3, at }), 5, 5);
  return { threadId: thread.threadId, rollouts: [thread, reverted, again] };
}

describe('deleting', () => {
  it('delete_thread_removes_materialized_thread_history, and nothing of any other thread', async () => {
    const thread = numberedThread(2);
    const other = numberedThread(1, { seed: 2 });
    const history = await openHistory([other]);
    await history.service.listTurns(other.threadId);
    const before = rowCounts(history);
    history.write(thread);
    await history.service.listTurns(thread.threadId);
    // Rows of an earlier content of its file go, too.
    history.database.transaction((connection) => setRolloutRowsAside(connection, thread.threadId));
    await history.service.listTurns(thread.threadId);
    const { upkeep } = upkeepOf(history);

    expect(await upkeep.deleteThreads([thread.threadId])).toEqual({ threadIds: [thread.threadId] });
    expect(everything(history).map((name) => basename(name))).toEqual([other.fileName()]);
    expect(rowCounts(history)).toEqual(before);
    await expect(history.service.readThread(thread.threadId)).rejects.toMatchObject({
      code: 'thread_not_found',
    });
    await expect(history.reopen().listTurns(thread.threadId)).rejects.toMatchObject({
      code: 'thread_not_found',
    });
    expect(existsSync(join(history.home, 'thread-deletions'))).toBe(false);
  });

  it('delete_thread_reports_missing_thread', async () => {
    const history = await openHistory([numberedThread(1)]);
    const { upkeep } = upkeepOf(history);
    const id = '01a1fb59-da5c-7c92-83a8-c3b57fb1f999';
    const missing = { code: 'thread_not_found', message: `no rollout found for thread id ${id}` };
    await expect(upkeep.deleteThreads([id])).rejects.toMatchObject(missing);
    expect(() => upkeep.planDeletion([id])).toThrow(missing.message);
  });

  it('deletes archived threads, compressed ones, and every rollout of reverted ones', async () => {
    const { threadId, rollouts } = revertedTwice();
    const history = await openHistory(rollouts);
    const { upkeep } = upkeepOf(history);
    await upkeep.archiveThread(threadId);
    const [name = ''] = placesOf(history.home).archived;
    // Left beside the plain file by somebody who was interrupted.
    writeFileSync(join(history.home, 'archived_sessions', `${name}.zst`), 'an older representation');
    await upkeep.deleteThreads([threadId]);
    expect(everything(history)).toEqual([]);
    expect(rowCounts(history)).toEqual({});
  });

  it('counts files that vanished before as done', async () => {
    const { threadId, rollouts } = revertedTwice();
    const history = await openHistory([]);
    const [, path = ''] = history.write(...rollouts);
    await history.service.listTurns(threadId);
    rmSync(path);
    const { upkeep } = upkeepOf(history);
    await upkeep.deleteThreads([threadId]);
    expect([everything(history), rowCounts(history)]).toEqual([[], {}]);
  });

  it('deletes rows that were kept of a thread whose file is gone', async () => {
    const thread = numberedThread(1);
    const history = await openHistory([]);
    const [path = ''] = history.write(thread);
    await history.service.listTurns(thread.threadId);
    rmSync(path);
    expect(await history.service.listTurns(thread.threadId)).toMatchObject({ data: [{ id: 'turn-1' }] });
    const { upkeep } = upkeepOf(history);
    await upkeep.deleteThreads([thread.threadId]);
    expect(rowCounts(history)).toEqual({});
  });

  it('takes sub-agents along, and tells of them deepest first, the thread itself last', async () => {
    const { root, first, second, grandchild, all } = threadFamily();
    const other = numberedThread(1, { seed: 9 });
    const history = await openHistory([...all, other]);
    const { upkeep } = upkeepOf(history);
    await upkeep.archiveThread(first.threadId);
    expect(await upkeep.deleteThreads([root.threadId])).toEqual({
      threadIds: [grandchild, second, first, root].map(({ threadId }) => threadId),
    });
    expect(everything(history).map((name) => basename(name))).toEqual([other.fileName()]);
  });

  it('removes copies in every home', async () => {
    const thread = numberedThread(1);
    const history = await openHistory([thread], { homes: ['home', 'copy'] });
    const copy = folder.path('copy');
    writeCodexHome({ home: copy, entries: [{ rollout: thread, archived: true }] });
    const { upkeep } = upkeepOf(history, { homes: [history.home, copy] });
    await upkeep.deleteThreads([thread.threadId]);
    expect([everything(history), filesBelow(copy, 'archived_sessions')]).toEqual([[], []]);
    expect(rowCounts(history)).toEqual({});
  });

  it("removes what Codex's databases keep of the threads and of their rollouts", async () => {
    const { threadId, rollouts } = revertedTwice();
    const other = numberedThread(1, { seed: 7 });
    const history = await openHistory([]);
    const paths = history.write(...rollouts, other);
    const rolloutIds = rollouts.map((of) => of.historyBase().thread_id);
    writePeerState(history.home, [
      { id: threadId, rolloutPath: paths[2] ?? '' },
      { id: other.threadId, rolloutPath: paths[3] ?? '' },
    ]);
    writePeerHistory(history.home, [...rolloutIds, other.threadId]);
    const { upkeep } = upkeepOf(history);
    await upkeep.deleteThreads([threadId]);
    expect(peerThreads(history.home).map(({ id }) => id)).toEqual([other.threadId]);
    expect(peerLeftovers(history.home)).toEqual([other.threadId]);
  });

  it('removes its names, and leaves every other line of the index byte for byte', async () => {
    const thread = numberedThread(1);
    const history = await openHistory([thread]);
    const index = join(history.home, 'session_index.jsonl');
    const others = [
      '{"id":"01a1fb59-da5c-7c92-83a8-c3b57fb1f999","thread_name":"ünï 漢字","updated_at":"x"}\n',
      'no JSON \u2028\n',
      '\n',
    ];
    const own = `{"thread_name":"mine","id":"${thread.threadId.toUpperCase()}"}\n`;
    writeFileSync(index, [others[0], own, others[1], own, others[2], '{"torn'].join(''));
    const { upkeep } = upkeepOf(history);
    await upkeep.deleteThreads([thread.threadId]);
    expect(readFileSync(index, 'utf8')).toBe(`${others.join('')}{"torn`);
  });

  it('removes no file outside of its home, whatever an entry in its journal says', async () => {
    const thread = numberedThread(1);
    const history = await openHistory([thread]);
    const outside = folder.write(`outside/${thread.fileName()}`, 'precious');
    const inside = folder.write('home/config.toml', 'precious');
    const journal = join(history.home, 'thread-deletions');
    mkdirSync(journal);
    const entry = { threadIds: [], paths: [outside, `../outside/${thread.fileName()}`, 'config.toml'] };
    writeFileSync(join(journal, 'x.pending'), JSON.stringify(entry));
    writeFileSync(join(journal, `${thread.threadId}.pending`), 'broken');
    const { upkeep } = upkeepOf(history);
    await upkeep.repairThreads();
    expect([outside, inside].map((path) => readFileSync(path, 'utf8'))).toEqual(['precious', 'precious']);
    expect(everything(history)).toHaveLength(1);
  });
});
