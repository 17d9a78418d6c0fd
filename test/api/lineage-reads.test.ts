import { describe, expect, it } from 'vitest';
import { rollout } from '../../src/testing/index.js';
import { allPages } from '../support/all-pages.js';
import { type OpenHistory, useHistory } from '../support/open-history.js';
import { itemCursor, turnCursor } from '../support/page-cursors.js';
import { useTempFolder } from '../support/temp-folder.js';
import {
  addNumberedTurns,
  idsOf,
  numberedThread,
  sourceAndFork,
  textOf,
  textsOf,
} from '../support/threads.js';

const openHistory = useHistory(useTempFolder());

const OUTSIDE = { code: 'invalid_request', message: 'invalid cursor: position outside thread lineage' };

async function allTurns({ service }: OpenHistory, threadId: string, limit: number): Promise<string[]> {
  const pages = await allPages((cursor) => service.listTurns(threadId, { direction: 'asc', limit, cursor }));
  return pages.flat().map(({ id }) => id);
}

describe('reads across segments', () => {
  it('lineage_reads_page_across_parent_and_child_segments', async () => {
    const { source, fork } = sourceAndFork();
    const history = await openHistory([source, fork]);
    const { service } = history;
    const { threadId } = fork;
    const turns = ['turn-1', 'turn-2', 'turn-5', 'turn-6'];
    for (const limit of [1, 2, 3, 4]) expect(await allTurns(history, threadId, limit)).toEqual(turns);
    const newest = await service.listTurns(threadId, { limit: 3 });
    expect(idsOf(newest)).toEqual(['turn-6', 'turn-5', 'turn-2']);
    expect(newest.nextCursor).toBe(turnCursor({ threadId, ordinal: 5 }));
    expect(newest.data[2]?.items.map(({ value }) => textOf(value))).toEqual(['question 2', 'answer 2']);

    const items = await service.listItems(threadId, { limit: 100 });
    expect(textsOf(items)).toEqual(
      [1, 2, 5, 6].flatMap((number) => [`question ${number}`, `answer ${number}`]),
    );
    const parts = await allPages((next) => service.listItems(threadId, { limit: 3, cursor: next }));
    expect(parts.flat().map(({ item }) => item.text)).toEqual(items.data.map(({ item }) => item.text));

    // An anchor in the source's part.
    const anchor = { type: 'item', itemId: items.data[3]?.item.value.id ?? '' } as const;
    expect(
      textsOf(await service.listItems(threadId, { turnId: 'turn-2', cursor: anchor, direction: 'desc' })),
    ).toEqual(['question 2']);
    // Items of the source behind the cut are no anchors here.
    const later = (await service.listItems(source.threadId, { turnId: 'turn-3' })).data[0]?.item.value.id;
    await expect(
      service.listItems(threadId, { turnId: 'turn-3', cursor: { type: 'item', itemId: later ?? '' } }),
    ).rejects.toMatchObject({ code: 'invalid_params' });

    // Neither the session_meta between the parts, nor that of the source, nor a cursor of the source.
    for (const ordinal of [0, 9]) {
      await expect(
        service.listTurns(threadId, { cursor: turnCursor({ threadId, ordinal }) }),
      ).rejects.toMatchObject(OUTSIDE);
    }
    const hole = itemCursor({ threadId, ordinal: 9 });
    await expect(service.listItems(threadId, { cursor: hole })).rejects.toMatchObject(OUTSIDE);
    const foreign = turnCursor({ threadId: source.threadId, ordinal: 5, includeAnchor: true });
    await expect(service.listTurns(threadId, { cursor: foreign })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(/^invalid cursor: /),
    });
    await expect(service.listTurns(source.threadId, { cursor: foreign })).resolves.toMatchObject({
      data: [{ id: 'turn-2' }, { id: 'turn-1' }],
    });
    // The source itself goes on after the cut.
    expect(await allTurns(history, source.threadId, 3)).toEqual(['turn-1', 'turn-2', 'turn-3', 'turn-4']);
  });

  it('thread_search_occurrences: a fork inherits results, and sees none from behind the cut', async () => {
    const { source, fork } = sourceAndFork();
    const { service } = await openHistory([source, fork]);
    const found = await service.searchOccurrences(fork.threadId, { searchTerm: 'QUESTION' });
    expect(found.data.map(({ snippet }) => snippet)).toEqual(
      [1, 2, 5, 6].map((number) => `question ${number}`),
    );
    // Each place opens its turn in the fork.
    const [, second] = found.data;
    const page = await service.listTurns(fork.threadId, {
      cursor: second?.turnCursor ?? '',
      direction: 'asc',
    });
    expect(idsOf(page)).toEqual(['turn-2', 'turn-5', 'turn-6']);
    const { data } = await service.searchOccurrences(fork.threadId, { searchTerm: 'answer 3' });
    expect(data).toEqual([]);
  });

  it('inherited_search_excludes_turns_created_after_the_fork', async () => {
    // The item stands before the cut, but its turn has no record before the end, which comes after it.
    const source = rollout({ detail: 'visible' })
      .sessionMeta()
      .turn((turn) => turn.user('needle'), { turnId: 'late', started: false });
    const at = source.historyBase();
    source.event({ type: 'task_complete', turn_id: 'late', last_agent_message: null });
    const fork = addNumberedTurns(source.fork({ seed: 2, at }), 1, 1);
    const { service } = await openHistory([source, fork]);
    const count = async (threadId: string) =>
      (await service.searchOccurrences(threadId, { searchTerm: 'needle' })).data.length;
    expect(await count(source.threadId)).toBe(1);
    expect(await count(fork.threadId)).toBe(0);
    expect(textsOf(await service.listItems(fork.threadId))).toEqual(['needle', 'question 1', 'answer 1']);
  });

  it('lineage_reads_nested_forks', async () => {
    const root = numberedThread(1);
    root.turn((turn) => turn.user('cut in the middle').agent('so far', { phase: 'final_answer' }), {
      turnId: 'torn',
      rootTurnId: 'root-of-source',
    });
    const first = root.historyBase();
    root.event({ type: 'task_complete', turn_id: 'torn', last_agent_message: null });
    // The fork closes the turn that it was cut out of.
    const middle = root.fork({ seed: 2, at: first }).event({
      type: 'turn_aborted',
      turn_id: 'torn',
      root_turn_id: 'root-of-fork',
      reason: 'interrupted',
      started_at: 1_772_442_000,
    });
    addNumberedTurns(middle, 5, 5);
    const leaf = addNumberedTurns(middle.fork({ seed: 3 }), 6, 6);
    const history = await openHistory([root, middle, leaf]);
    const { service } = history;
    for (const limit of [1, 2, 4]) {
      expect(await allTurns(history, leaf.threadId, limit)).toEqual(['turn-1', 'torn', 'turn-5', 'turn-6']);
    }
    const { data } = await service.listTurns(leaf.threadId, { direction: 'asc' });
    const torn = data[1];
    // Status and root id from the newest row, the summary from the oldest.
    expect(torn).toMatchObject({ status: 'interrupted', rootTurnId: 'root-of-fork', completedAt: null });
    expect(torn?.items.map(({ value }) => textOf(value))).toEqual(['cut in the middle', 'so far']);
    expect(torn?.items.map(({ value }) => value.type)).toEqual(['userMessage', 'agentMessage']);
    const full = await service.listTurns(leaf.threadId, { direction: 'asc', itemsView: 'full' });
    expect(full.data[1]?.items).toHaveLength(2);
    // The occurrence opens the turn where it is shown: at the fork's record.
    const [place] = (await service.searchOccurrences(leaf.threadId, { searchTerm: 'in the middle' })).data;
    const page = await service.listTurns(leaf.threadId, {
      cursor: place?.turnCursor ?? '',
      direction: 'asc',
      limit: 1,
    });
    expect(idsOf(page)).toEqual(['torn']);
    expect(page.nextCursor).not.toBeNull();
    // The source still has its own ending.
    const own = await service.listTurns(root.threadId, { limit: 1 });
    expect(own.data[0]).toMatchObject({ id: 'torn', status: 'completed', rootTurnId: 'root-of-source' });
  });

  it('a fork of a fork that has no records of its own is read through', async () => {
    const root = numberedThread(2);
    const empty = root.fork({ seed: 2 });
    const leaf = addNumberedTurns(empty.fork({ seed: 3 }), 3, 3);
    const history = await openHistory([root, empty, leaf]);
    expect(await allTurns(history, empty.threadId, 1)).toEqual(['turn-1', 'turn-2']);
    expect(await allTurns(history, leaf.threadId, 1)).toEqual(['turn-1', 'turn-2', 'turn-3']);
  });
});
