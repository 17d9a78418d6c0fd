import { describe, expect, it } from 'vitest';
import { rollout } from '../../src/testing/index.js';
import { useHistory } from '../support/open-history.js';
import { itemCursor } from '../support/page-cursors.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, numberedThread, textsOf } from '../support/threads.js';

const openHistory = useHistory(useTempFolder());

describe('items that changed after a watermark', () => {
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
    expect(first.nextCursor).toBe(
      itemCursor({ threadId: thread.threadId, ordinal: 6 }, 'itemsByUpdatedAtOrdinal'),
    );
    expect(first.backwardsCursor).toBe(
      itemCursor({ threadId: thread.threadId, ordinal: 3, includeAnchor: true }, 'itemsByUpdatedAtOrdinal'),
    );
    expect(textsOf(await list({ ...byChange, cursor: first.nextCursor ?? '' }))).toEqual(['a2']);

    // Cursors of creation and of update order are not interchangeable.
    const created = await list({ afterUpdatedAtOrdinal: 2, limit: 1 });
    expect(created.nextCursor).toBe(itemCursor({ threadId: thread.threadId, ordinal: 2 }));
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
});
