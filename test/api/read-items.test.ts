import { describe, expect, it } from 'vitest';
import { rollout } from '../../src/testing/index.js';
import { useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, numberedThread, textsOf } from '../support/threads.js';

const openHistory = useHistory(useTempFolder());

const plans = (...ids: string[]) =>
  rollout({ detail: 'visible' })
    .sessionMeta()
    .turn(
      (turn) => {
        for (const id of ids) turn.item({ type: 'Plan', id, text: id });
        turn.complete();
      },
      { turnId: 'turn-1' },
    );

describe('items by id', () => {
  it('come in the order of the log, each once; unknown ids are left out', async () => {
    const thread = plans('a', 'b', 'c');
    const { service } = await openHistory([thread]);
    const data = await service.readItems(thread.threadId, {
      turnId: 'turn-1',
      itemIds: ['c', 'nobody', 'a', 'c'],
    });
    expect(textsOf({ data })).toEqual(['a', 'c']);
    expect(Object.keys(data[0] ?? {})).toEqual(['turnId', 'item', 'startedAtMs', 'completedAtMs']);
  });

  it('are those of the turn that was asked for', async () => {
    const thread = plans('a').turn((turn) => turn.item({ type: 'Plan', id: 'a', text: 'second' }), {
      turnId: 'turn-2',
    });
    const { service } = await openHistory([thread]);
    const read = async (turnId: string) =>
      textsOf({ data: await service.readItems(thread.threadId, { turnId, itemIds: ['a'] }) });
    expect([await read('turn-1'), await read('turn-2'), await read('turn-3')]).toEqual([
      ['a'],
      ['second'],
      [],
    ]);
  });

  it('are 1 to 100 ids', async () => {
    const thread = plans(...Array.from({ length: 101 }, (_, index) => `p${index}`));
    const { service } = await openHistory([thread]);
    const read = (count: number) =>
      service.readItems(thread.threadId, {
        turnId: 'turn-1',
        itemIds: Array.from({ length: count }, (_, index) => `p${index}`),
      });
    expect(await read(100)).toHaveLength(100);
    for (const count of [0, 101]) {
      await expect(read(count)).rejects.toMatchObject({
        code: 'invalid_request',
        message: 'itemIds must contain 1 to 100 IDs',
      });
    }
  });

  it('are found across a fork, and not behind its cut', async () => {
    const source = numberedThread(1);
    const at = source.historyBase();
    const fork = source.fork({ seed: 2, at });
    addNumberedTurns(source, 2, 2);
    const { service } = await openHistory([source, fork]);
    const { data } = await service.listItems(source.threadId);
    const itemIds = data.map(({ item }) => item.value.id);
    const read = async (turnId: string) =>
      textsOf({ data: await service.readItems(fork.threadId, { turnId, itemIds }) });
    expect(await read('turn-1')).toEqual(['question 1', 'answer 1']);
    expect(await read('turn-2')).toEqual([]);
  });
});
