import { describe, expect, it } from 'vitest';
import { rollout } from '../../src/testing/index.js';
import { allPages } from '../support/all-pages.js';
import { useHistory } from '../support/open-history.js';
import { itemCursor } from '../support/page-cursors.js';
import { useTempFolder } from '../support/temp-folder.js';
import { numberedThread, textsOf } from '../support/threads.js';

const openHistory = useHistory(useTempFolder());

describe('pages of items', () => {
  it('list_items_pages_whole_thread_and_per_turn_rows', async () => {
    const thread = numberedThread(3);
    const { service } = await openHistory([thread]);
    const list = (options: Parameters<typeof service.listItems>[1]) =>
      service.listItems(thread.threadId, options);

    const first = await list({ limit: 4 });
    expect(textsOf(first)).toEqual(['question 1', 'answer 1', 'question 2', 'answer 2']);
    expect(first.data.map(({ turnId }) => turnId)).toEqual(['turn-1', 'turn-1', 'turn-2', 'turn-2']);
    expect(first.nextCursor).toBe(itemCursor({ threadId: thread.threadId, ordinal: 7 }));
    expect(first.backwardsCursor).toBe(
      itemCursor({ threadId: thread.threadId, ordinal: 2, includeAnchor: true }),
    );
    const second = await list({ limit: 4, cursor: first.nextCursor ?? '' });
    expect(textsOf(second)).toEqual(['question 3', 'answer 3']);
    expect(second.nextCursor).toBeNull();
    expect(textsOf(await list({ direction: 'desc', cursor: second.backwardsCursor ?? '' }))).toEqual([
      'question 3',
      'answer 2',
      'question 2',
      'answer 1',
      'question 1',
    ]);

    const ofTurn = await list({ turnId: 'turn-2', direction: 'desc', limit: 1 });
    expect(textsOf(ofTurn)).toEqual(['answer 2']);
    expect(
      textsOf(await list({ turnId: 'turn-2', direction: 'desc', cursor: ofTurn.nextCursor ?? '' })),
    ).toEqual(['question 2']);
    // The backwards cursor of a page of one turn works for the whole thread.
    expect(textsOf(await list({ cursor: ofTurn.backwardsCursor ?? '' }))).toEqual([
      'answer 2',
      'question 3',
      'answer 3',
    ]);
  });

  it('the first page is 25 items, oldest first; limits are clamped into 1 to 100', async () => {
    const thread = numberedThread(60);
    const { service } = await openHistory([thread]);
    const page = await service.listItems(thread.threadId);
    expect(page.data).toHaveLength(25);
    expect(textsOf(page)[0]).toBe('question 1');
    const count = async (limit: number) => (await service.listItems(thread.threadId, { limit })).data.length;
    expect([await count(0), await count(-3), await count(101)]).toEqual([1, 1, 100]);
  });

  it('an unknown turn gives an empty page, not an error', async () => {
    const thread = numberedThread(1);
    const { service } = await openHistory([thread]);
    const empty = { data: [], nextCursor: null, backwardsCursor: null };
    expect(await service.listItems(thread.threadId, { turnId: 'nobody' })).toEqual(empty);
  });

  it('an item that changed keeps its place', async () => {
    const plan = (text: string, id: string) => ({ type: 'Plan', id, text });
    const thread = rollout({ detail: 'visible' })
      .sessionMeta()
      .turn((turn) => turn.item(plan('a', 'a')).item(plan('b', 'b')).item(plan('a2', 'a')).complete());
    const { service } = await openHistory([thread]);
    expect(textsOf(await service.listItems(thread.threadId))).toEqual(['a2', 'b']);
  });

  it('pages of any size, put together, are the items of the thread and of each turn', async () => {
    const thread = numberedThread(4);
    const { service } = await openHistory([thread]);
    const texts = [1, 2, 3, 4].flatMap((number) => [`question ${number}`, `answer ${number}`]);
    for (const limit of [1, 3, 8]) {
      for (const direction of ['asc', 'desc'] as const) {
        const pages = await allPages((cursor) =>
          service.listItems(thread.threadId, { direction, limit, cursor }),
        );
        expect(textsOf({ data: pages.flat() })).toEqual(direction === 'asc' ? texts : [...texts].reverse());
      }
    }
  });

  it('an entry has its keys, and the item its own, in the order of Codex', async () => {
    const thread = numberedThread(1);
    const { service } = await openHistory([thread]);
    const [entry] = (await service.listItems(thread.threadId)).data;
    expect(Object.keys(entry ?? {})).toEqual(['turnId', 'item', 'startedAtMs', 'completedAtMs']);
    expect(Object.keys(entry?.item.value ?? {})).toEqual([
      'type',
      'id',
      'clientId',
      'content',
      'startedAtMs',
      'completedAtMs',
    ]);
    expect(entry?.item.value).toMatchObject({
      startedAtMs: entry?.startedAtMs,
      completedAtMs: entry?.completedAtMs,
    });
    expect(entry?.startedAtMs).toBe(Date.parse('2026-03-02T09:00:00.002Z'));
  });

  it('items of unrecognised kinds are left out unless they are asked for', async () => {
    const thread = rollout({ detail: 'visible' })
      .sessionMeta()
      .turn((turn) => turn.user('hi').item({ type: 'Hologram', id: 'h1', depth: 3 }).complete());
    const { service } = await openHistory([thread]);
    const types = async (unrecognised?: boolean) =>
      (await service.listItems(thread.threadId, { unrecognised })).data.map(({ item }) => item.value.type);
    expect(await types()).toEqual(['userMessage']);
    expect(await types(true)).toHaveLength(2);
  });
});
