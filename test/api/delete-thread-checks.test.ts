import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { acquireWriterLock } from '../../src/rollout/writing/writer-lock.js';
import { useHistory } from '../support/open-history.js';
import { writePeerState } from '../support/peer-databases.js';
import { useTempFolder } from '../support/temp-folder.js';
import { everything, placesOf, rowCounts, threadFamily, upkeepOf } from '../support/thread-family.js';
import { addNumberedTurns, numberedThread, sourceAndFork } from '../support/threads.js';

const folder = useTempFolder();
const openHistory = useHistory(folder);

const REFERENCED = (threadId: string) => ({
  code: 'invalid_request',
  message: `cannot delete thread ${threadId}: forked history still references it`,
});

describe('what keeps a thread from being deleted', () => {
  it('delete_thread_rejects_referenced_paginated_history, active and archived, until the fork is gone', async () => {
    const { source, fork } = sourceAndFork();
    const history = await openHistory([source, fork]);
    const { upkeep } = upkeepOf(history);
    await expect(upkeep.deleteThreads([source.threadId])).rejects.toMatchObject(REFERENCED(source.threadId));
    await upkeep.archiveThread(fork.threadId);
    await expect(upkeep.deleteThreads([source.threadId])).rejects.toMatchObject(REFERENCED(source.threadId));
    await upkeep.archiveThread(source.threadId);
    await expect(upkeep.deleteThreads([source.threadId])).rejects.toMatchObject(REFERENCED(source.threadId));
    expect(upkeep.planDeletion([source.threadId]).references).toEqual([
      { from: fork.threadId, to: source.threadId },
    ]);
    expect(everything(history)).toHaveLength(2);
    await upkeep.deleteThreads([fork.threadId]);
    await upkeep.deleteThreads([source.threadId]);
    expect(everything(history)).toEqual([]);
  });

  it('delete_thread_rejects_reference_to_reverted_rollout', async () => {
    const thread = numberedThread(2);
    const base = thread.historyBase();
    const fork = addNumberedTurns(thread.fork({ seed: 5, at: base }), 7, 7);
    const reverted = thread.wait(60_000).revert({ seed: 2, at: base });
    const ofReverted = reverted.fork({ seed: 6, at: addNumberedTurns(reverted, 3, 3).historyBase() });
    const history = await openHistory([thread, reverted, ofReverted]);
    const { upkeep } = upkeepOf(history);
    await expect(upkeep.deleteThreads([thread.threadId])).rejects.toMatchObject(REFERENCED(thread.threadId));
    await upkeep.deleteThreads([ofReverted.threadId]);
    history.write(fork);
    await expect(upkeep.deleteThreads([thread.threadId])).rejects.toMatchObject(REFERENCED(thread.threadId));
    expect(everything(history)).toHaveLength(3);
  });

  it('delete_thread_ignores_unreadable_reference_metadata, and references of files that are gone', async () => {
    const { source, fork } = sourceAndFork();
    const history = await openHistory([source]);
    const [forkPath = ''] = history.write(fork);
    const { upkeep } = upkeepOf(history);
    upkeep.planDeletion([source.threadId]);
    rmSync(forkPath);
    writeFileSync(join(history.home, 'sessions', fork.fileName()), '{"timestamp":\n');
    await upkeep.deleteThreads([source.threadId]);
    expect(everything(history)).toEqual([fork.fileName()]);
  });

  it('delete_threads_allows_internal_history_references', async () => {
    const { source, fork } = sourceAndFork();
    const history = await openHistory([source, fork]);
    const { upkeep } = upkeepOf(history);
    expect(await upkeep.deleteThreads([source.threadId, fork.threadId])).toEqual({
      threadIds: [source.threadId, fork.threadId],
    });
    expect([everything(history), rowCounts(history)]).toEqual([[], {}]);
  });

  it('never leaves a rollout whose base is gone: files go before those they build on', async () => {
    const { source, fork } = sourceAndFork();
    const below = addNumberedTurns(fork.fork({ seed: 3 }), 7, 7);
    const history = await openHistory([source, fork, below]);
    const { upkeep } = upkeepOf(history);
    const { files } = upkeep.planDeletion([fork.threadId, source.threadId, below.threadId]);
    expect(files.map(({ threadId }) => threadId)).toEqual([below.threadId, fork.threadId, source.threadId]);
  });

  it('delete_threads_rejects_owned_descendants_before_deleting_anything', async () => {
    const { root, second, all } = threadFamily();
    const fork = addNumberedTurns(second.fork({ seed: 8 }), 9, 9);
    const history = await openHistory([...all, fork]);
    const { upkeep } = upkeepOf(history);
    await expect(upkeep.deleteThreads([root.threadId])).rejects.toMatchObject(REFERENCED(second.threadId));
    const lock = acquireWriterLock({ home: history.home, threadId: second.threadId, now: Date.now });
    await upkeep.deleteThreads([fork.threadId]);
    await expect(upkeep.deleteThreads([root.threadId])).rejects.toMatchObject({ code: 'conflict' });
    expect(everything(history)).toHaveLength(4);
    expect(await history.service.listTurns(root.threadId)).toMatchObject({ data: [{}, {}] });
    lock.release();
    await upkeep.deleteThreads([root.threadId]);
    expect(everything(history)).toEqual([]);
  });

  it('thread_delete_rejects_paginated_writer_owned_by_another_process, naming it', async () => {
    const thread = numberedThread(1);
    const history = await openHistory([thread]);
    const { upkeep } = upkeepOf(history);
    const lock = acquireWriterLock({
      home: history.home,
      threadId: thread.threadId,
      now: Date.now,
      program: 'the test',
    });
    await expect(upkeep.deleteThreads([thread.threadId])).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(new RegExp(`already has an active writer.*${process.pid}.*the test`)),
    });
    lock.release();
    expect(everything(history)).toHaveLength(1);
  });

  it('delete_waits_for_in_flight_projection_before_removing_rows', async () => {
    const thread = numberedThread(4_000);
    const history = await openHistory([thread]);
    const { upkeep } = upkeepOf(history);
    upkeep.planDeletion([thread.threadId]);
    let deleting: Promise<unknown> | null = null;
    let batches = 0;
    const projecting = history.service.projector.projectRolloutId(thread.threadId, {
      onProgress: () => {
        batches += 1;
        deleting ??= upkeep.deleteThreads([thread.threadId]);
      },
    });
    expect(await projecting).toBe('projected');
    expect(batches).toBeGreaterThan(2);
    // Its rows were there until nobody wrote any more of them.
    expect(rowCounts(history).thread_turns).toBe(4_000);
    await deleting;
    expect(rowCounts(history)).toEqual({});
  });

  it('prepared_fork_reserves_source_until_child_reference_is_durable', async () => {
    const { source, fork } = sourceAndFork();
    const history = await openHistory([source]);
    const { upkeep, options } = upkeepOf(history);
    const preparing = await options.leases.shared(source.threadId);
    const deleting = expect(upkeep.deleteThreads([source.threadId])).rejects.toMatchObject(
      REFERENCED(source.threadId),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(everything(history)).toHaveLength(1);
    history.write(fork);
    preparing.release();
    await deleting;
    expect(everything(history)).toHaveLength(2);
  });

  it("waits for nobody who writes Codex's index for long, and removes nothing then", async () => {
    const thread = numberedThread(1);
    const history = await openHistory([]);
    const [rolloutPath = ''] = history.write(thread);
    writePeerState(history.home, [{ id: thread.threadId, rolloutPath }]);
    const { upkeep } = upkeepOf(history);
    const codex = new Database(join(history.home, 'state_5.sqlite'));
    codex.exec('begin immediate');
    await expect(upkeep.archiveThread(thread.threadId)).rejects.toMatchObject({ code: 'busy' });
    expect(placesOf(history.home).archived).toEqual([]);
    codex.exec('rollback');
    codex.close();
  }, 20_000);
});
