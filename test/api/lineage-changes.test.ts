import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTestClock, createTestIds, rollout } from '../../src/testing/index.js';
import { allPages } from '../support/all-pages.js';
import { type OpenHistory, useHistory } from '../support/open-history.js';
import { turnCursor } from '../support/page-cursors.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, idsOf, numberedThread, sourceAndFork, textsOf } from '../support/threads.js';

const openHistory = useHistory(useTempFolder());

const OUTSIDE = { code: 'invalid_request', message: 'invalid cursor: position outside thread lineage' };

async function allTurns({ service }: OpenHistory, threadId: string, limit: number): Promise<string[]> {
  const pages = await allPages((cursor) => service.listTurns(threadId, { direction: 'asc', limit, cursor }));
  return pages.flat().map(({ id }) => id);
}

describe('lineages that change or are not whole', () => {
  it('a cursor survives a revert while its place is still in the lineage', async () => {
    const before = numberedThread(2);
    const at = before.historyBase();
    addNumberedTurns(before, 3, 4);
    const { service, write } = await openHistory([before]);
    const { threadId } = before;
    const kept = turnCursor({ threadId, ordinal: 1, includeAnchor: true });
    const cut = turnCursor({ threadId, ordinal: 9, includeAnchor: true });
    expect(idsOf(await service.listTurns(threadId, { direction: 'asc', cursor: cut }))).toEqual([
      'turn-3',
      'turn-4',
    ]);
    write(addNumberedTurns(before.wait(60_000).revert({ seed: 2, at }), 7, 7));
    expect(idsOf(await service.listTurns(threadId, { direction: 'asc', cursor: kept }))).toEqual([
      'turn-1',
      'turn-2',
      'turn-7',
    ]);
    // Ordinal 9 is the session_meta of the new rollout now.
    await expect(service.listTurns(threadId, { cursor: cut })).rejects.toMatchObject(OUTSIDE);
  });

  it('thread_revert_replaces_paginated_history_before_turn: also when it is reverted again, to nothing', async () => {
    const first = numberedThread(3);
    const toTwo = first.historyBase();
    const second = addNumberedTurns(first.wait(60_000).revert({ seed: 2, at: toTwo }), 4, 4);
    const third = rollout({
      detail: 'visible',
      threadId: first.threadId,
      rolloutId: createTestIds(9).uuid(Date.parse('2026-03-02T10:00:00Z')),
      seed: 9,
      clock: createTestClock('2026-03-02T10:00:00Z'),
    }).sessionMeta();
    const history = await openHistory([first, second]);
    expect(await allTurns(history, first.threadId, 2)).toEqual(['turn-1', 'turn-2', 'turn-3', 'turn-4']);
    history.write(third);
    expect(await allTurns(history, first.threadId, 2)).toEqual([]);
  });

  it('an archived ancestor is an ancestor', async () => {
    const { source, fork } = sourceAndFork();
    const history = await openHistory([{ rollout: source, archived: true }, fork]);
    expect(await allTurns(history, fork.threadId, 2)).toEqual(['turn-1', 'turn-2', 'turn-5', 'turn-6']);
  });

  it('an ancestor that is not there is a gap, not a failure', async () => {
    const { source, fork } = sourceAndFork();
    const history = await openHistory([fork]);
    const { service } = history;
    expect(await allTurns(history, fork.threadId, 1)).toEqual(['turn-5', 'turn-6']);
    expect(textsOf(await service.listItems(fork.threadId, { limit: 1 }))).toEqual(['question 5']);
    expect((await service.projector.prepareThread(fork.threadId))?.missingAncestor).toBe(source.rolloutId);
    expect((await service.searchOccurrences(fork.threadId, { searchTerm: 'answer' })).data).toHaveLength(2);
    expect((await service.listTimeline(fork.threadId)).data).toHaveLength(8);
    expect(idsOf({ data: (await service.readThread(fork.threadId, { includeTurns: true })).turns })).toEqual([
      'turn-5',
      'turn-6',
    ]);
    // It fills when the ancestor comes.
    history.write(source);
    expect(await allTurns(history, fork.threadId, 1)).toEqual(['turn-1', 'turn-2', 'turn-5', 'turn-6']);
    expect((await service.projector.prepareThread(fork.threadId))?.missingAncestor).toBeNull();
  });

  it('an ancestor whose file went away before it was read is a gap', async () => {
    const { source, fork } = sourceAndFork();
    const history = await openHistory([fork]);
    const [path = ''] = history.write(source);
    await history.service.listThreads();
    rmSync(path);
    expect(await allTurns(history, fork.threadId, 1)).toEqual(['turn-5', 'turn-6']);
    const lineage = await history.service.projector.prepareThread(fork.threadId);
    expect(lineage?.missingAncestor).toBe(source.rolloutId);
  });

  it('an ancestor whose file went away after it was read stays readable', async () => {
    const { source, fork } = sourceAndFork();
    const history = await openHistory([fork]);
    const [path = ''] = history.write(source);
    await allTurns(history, fork.threadId, 1);
    rmSync(path);
    expect(await allTurns(history, fork.threadId, 1)).toEqual(['turn-1', 'turn-2', 'turn-5', 'turn-6']);
  });

  it('refuses rollouts that are based on each other', async () => {
    const a = '019cad00-0000-7000-8000-00000000000a';
    const b = '019cad00-0000-7000-8000-00000000000b';
    const base = (thread_id: string, end: number) => ({
      thread_id,
      end_ordinal_exclusive: end,
      end_byte_offset: 900,
    });
    const one = rollout({ threadId: a, seed: 1, historyBase: base(b, 9) }).sessionMeta();
    const other = rollout({ threadId: b, seed: 2, historyBase: base(a, 5) }).sessionMeta();
    const { service } = await openHistory([one, other]);
    await expect(service.listTurns(a)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('is an ancestor of itself'),
    });
    // A listing does not stumble over them.
    expect(await service.listThreads()).toMatchObject({ data: [] });
  });
});
