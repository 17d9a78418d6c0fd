import { describe, expect, it } from 'vitest';
import { rollout } from '../../src/testing/index.js';
import { useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';
import { numberedThread, textsOf } from '../support/threads.js';

const openHistory = useHistory(useTempFolder());

describe('items as anchors', () => {
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
});
