import { describe, expect, it } from 'vitest';
import { rollout } from '../../src/testing/index.js';
import { allPages } from '../support/all-pages.js';
import { useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, numberedThread, textsOf } from '../support/threads.js';

const openHistory = useHistory(useTempFolder());

const cursor = (
  threadId: string,
  rolloutOrdinal: number,
  includeAnchor: boolean,
  kind = 'itemsByCreatedAtOrdinal',
) =>
  `{"requestedThreadId":"${threadId}","rolloutOrdinal":${rolloutOrdinal},"includeAnchor":${includeAnchor},"scope":{"kind":"${kind}"}}`;

describe('pages of items', () => {
  it('list_items_pages_whole_thread_and_per_turn_rows', async () => {
    const thread = numberedThread(3);
    const { service } = await openHistory([thread]);
    const list = (options: Parameters<typeof service.listItems>[1]) =>
      service.listItems(thread.threadId, options);

    const first = await list({ limit: 4 });
    expect(textsOf(first)).toEqual(['question 1', 'answer 1', 'question 2', 'answer 2']);
    expect(first.data.map(({ turnId }) => turnId)).toEqual(['turn-1', 'turn-1', 'turn-2', 'turn-2']);
    expect(first.nextCursor).toBe(cursor(thread.threadId, 7, false));
    expect(first.backwardsCursor).toBe(cursor(thread.threadId, 2, true));
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

  it('item_anchors_page_exclusively_while_the_turn_grows', async () => {
    const thread = rollout({ detail: 'visible' })
      .sessionMeta()
      .turn((turn) => turn.item({ type: 'Plan', id: 'a', text: 'other a' }).complete(), { turnId: 'turn-1' });
    const plan = (id: string) => ({ type: 'Plan', id, text: id });
    const { service, write } = await openHistory([]);
    const page = async (itemId: string, direction: 'asc' | 'desc') =>
      service.listItems(thread.threadId, { turnId: 'turn-2', cursor: { type: 'item', itemId }, direction });
    thread.turn(
      (turn) => {
        turn.item(plan('a')).item(plan('b')).item(plan('c'));
        write(thread);
      },
      { turnId: 'turn-2' },
    );
    expect(textsOf(await page('a', 'asc'))).toEqual(['b', 'c']);
    expect(textsOf(await page('c', 'desc'))).toEqual(['b', 'a']);
    const edge = { data: [], nextCursor: null, backwardsCursor: null };
    expect(await page('a', 'desc')).toEqual(edge);
    expect(await page('c', 'asc')).toEqual(edge);
    thread.event({
      type: 'item_completed',
      thread_id: thread.threadId,
      turn_id: 'turn-2',
      item: plan('d'),
      completed_at_ms: 1_772_442_000_000,
    });
    write(thread);
    expect(textsOf(await page('c', 'asc'))).toEqual(['d']);
  });

  it('item_anchors_require_creation_order_without_an_update_watermark', async () => {
    const thread = numberedThread(1);
    const { service } = await openHistory([thread]);
    const { data } = await service.listItems(thread.threadId);
    const anchor = { type: 'item', itemId: data[0]?.item.value.id ?? '' } as const;
    const list = (options: Parameters<typeof service.listItems>[1]) =>
      service.listItems(thread.threadId, { turnId: 'turn-1', cursor: anchor, ...options });
    await expect(list({})).resolves.toMatchObject({ data: [{ turnId: 'turn-1' }] });
    await expect(list({ afterUpdatedAtOrdinal: 0 })).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(list({ sortKey: 'updatedAtOrdinal', afterUpdatedAtOrdinal: 0 })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  it('item_anchors_reject_items_outside_the_requested_scope', async () => {
    const thread = numberedThread(2);
    const other = numberedThread(1, { seed: 2 });
    const { service } = await openHistory([thread, other]);
    const [first, , third] = (await service.listItems(thread.threadId)).data;
    const [foreign] = (await service.listItems(other.threadId)).data;
    const list = (itemId: string | undefined, turnId: string | undefined = 'turn-1') =>
      service.listItems(thread.threadId, { turnId, cursor: { type: 'item', itemId: itemId ?? '?' } });
    const outside = {
      code: 'invalid_params',
      message: 'cursor.itemId does not identify an item in the requested history scope',
    };
    await expect(list('')).rejects.toMatchObject(outside);
    await expect(list('no-such-item')).rejects.toMatchObject(outside);
    await expect(list(third?.item.value.id)).rejects.toMatchObject(outside);
    await expect(list(foreign?.item.value.id)).rejects.toMatchObject(outside);
    await expect(list(first?.item.value.id)).resolves.toMatchObject({ data: [{}] });
    for (const turnId of [undefined, '']) {
      await expect(
        service.listItems(thread.threadId, {
          turnId,
          cursor: { type: 'item', itemId: first?.item.value.id ?? '' },
        }),
      ).rejects.toMatchObject({
        code: 'invalid_params',
        message: 'turnId is required when cursor is an item anchor',
      });
    }
  });

  it('list_items_filters_exclusive_update_ordinals_across_pages_and_turns', async () => {
    const plan = (text: string, id: string) => ({ type: 'Plan', id, text });
    // Ordinals: meta 0, start 1, a 2, b 3, end 4, start 5, c 6, a again 7, end 8.
    const thread = rollout({ detail: 'visible' })
      .sessionMeta()
      .turn((turn) => turn.item(plan('a', 'a')).item(plan('b', 'b')).complete(), { turnId: 'turn-1' })
      .turn((turn) => turn.item(plan('c', 'c')), { turnId: 'turn-2' });
    thread.event({
      type: 'item_completed',
      thread_id: thread.threadId,
      turn_id: 'turn-1',
      item: plan('a2', 'a'),
      completed_at_ms: 1_772_442_000_000,
    });
    const { service } = await openHistory([thread]);
    const list = (options: Parameters<typeof service.listItems>[1]) =>
      service.listItems(thread.threadId, options);

    expect(textsOf(await list({ afterUpdatedAtOrdinal: 2 }))).toEqual(['a2', 'b', 'c']);
    expect(textsOf(await list({ afterUpdatedAtOrdinal: 3 }))).toEqual(['a2', 'c']);
    expect(textsOf(await list({ afterUpdatedAtOrdinal: 6 }))).toEqual(['a2']);
    expect(textsOf(await list({ afterUpdatedAtOrdinal: 7 }))).toEqual([]);
    expect(textsOf(await list({ afterUpdatedAtOrdinal: 2, turnId: 'turn-1' }))).toEqual(['a2', 'b']);
    expect(textsOf(await list({ afterUpdatedAtOrdinal: 2, direction: 'desc' }))).toEqual(['c', 'b', 'a2']);

    const byChange = { sortKey: 'updatedAtOrdinal', afterUpdatedAtOrdinal: 2 } as const;
    expect(textsOf(await list(byChange))).toEqual(['b', 'c', 'a2']);
    expect(textsOf(await list({ ...byChange, direction: 'desc' }))).toEqual(['a2', 'c', 'b']);
    expect(textsOf(await list({ ...byChange, turnId: 'turn-1' }))).toEqual(['b', 'a2']);
    const first = await list({ ...byChange, limit: 2 });
    expect(first.nextCursor).toBe(cursor(thread.threadId, 6, false, 'itemsByUpdatedAtOrdinal'));
    expect(first.backwardsCursor).toBe(cursor(thread.threadId, 3, true, 'itemsByUpdatedAtOrdinal'));
    expect(textsOf(await list({ ...byChange, cursor: first.nextCursor ?? '' }))).toEqual(['a2']);

    // Cursors of creation and of update order are not interchangeable.
    const created = await list({ afterUpdatedAtOrdinal: 2, limit: 1 });
    expect(created.nextCursor).toBe(cursor(thread.threadId, 2, false));
    await expect(list({ ...byChange, cursor: created.nextCursor ?? '' })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(/^invalid cursor: /),
    });
    await expect(list({ cursor: first.nextCursor ?? '' })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(/^invalid cursor: /),
    });
    await expect(list({ sortKey: 'updatedAtOrdinal' })).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('list_items_rejects_update_ordinals_outside_sqlite_integer_range', async () => {
    const thread = numberedThread(1);
    const { service } = await openHistory([thread]);
    for (const after of [2 ** 64 - 1, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      await expect(
        service.listItems(thread.threadId, { afterUpdatedAtOrdinal: after }),
      ).rejects.toMatchObject({ code: 'invalid_request' });
    }
  });

  it('list_items_update_ordinals_use_selected_rollout_id', async () => {
    const before = numberedThread(2);
    // Reverted to nothing: the new rollout begins at ordinal 0 and stands alone.
    const after = rollout({
      detail: 'visible',
      seed: 2,
      threadId: before.threadId,
      rolloutId: '019cb200-0000-7000-8000-00000000000a',
    }).sessionMeta();
    addNumberedTurns(after, 8, 8);
    const { service, write } = await openHistory([before]);
    const texts = async () =>
      textsOf(
        await service.listItems(before.threadId, { sortKey: 'updatedAtOrdinal', afterUpdatedAtOrdinal: 0 }),
      );
    expect(await texts()).toEqual(['question 1', 'answer 1', 'question 2', 'answer 2']);
    write(after);
    expect(await texts()).toEqual(['question 8', 'answer 8']);
  });

  it('a watermark is refused for a thread that shares history', async () => {
    const source = numberedThread(1);
    const fork = source.fork({ seed: 2 });
    const { service } = await openHistory([source, fork]);
    await expect(service.listItems(fork.threadId, { afterUpdatedAtOrdinal: 0 })).rejects.toMatchObject({
      code: 'invalid_request',
    });
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
