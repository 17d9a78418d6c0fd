import { describe, expect, it } from 'vitest';
import type { HistoryService } from '../../src/api/history-service.js';
import { SOURCE_KINDS } from '../../src/api/list-threads.js';
import { stringifyJson } from '../../src/events/json/stringify-json.js';
import { sampleHome } from '../../src/testing/index.js';
import { allPages } from '../support/all-pages.js';
import { useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';

const openHistory = useHistory(useTempFolder());

const text = (entries: readonly unknown[]) => entries.map((entry) => stringifyJson(entry));

async function everyThread(service: HistoryService): Promise<string[]> {
  const lists = await Promise.all(
    [false, true].map((archived) => service.listThreads({ archived, sourceKinds: SOURCE_KINDS })),
  );
  return lists.flatMap(({ data }) => data.map(({ id }) => id));
}

/** Law 6 of the design, over threads of every flavour: forked, reverted, damaged, legacy, without envelope. */
describe('pages of every thread of the sample home', () => {
  it('put together, are exactly the rows, in either direction and of any size', async () => {
    const { service } = await openHistory(sampleHome({ now: new Date('2026-04-01T12:00:00Z') }));
    const threads = await everyThread(service);
    expect(threads).toHaveLength(9);
    for (const threadId of threads) {
      const { turns } = await service.readThread(threadId, { includeTurns: true });
      const items = turns.flatMap((turn) => turn.items);
      for (const limit of [1, 3, 100]) {
        for (const direction of ['asc', 'desc'] as const) {
          const turnPages = await allPages((cursor) =>
            service.listTurns(threadId, { direction, limit, cursor, itemsView: 'full' }),
          );
          const paged = turnPages.flat();
          expect(text(direction === 'asc' ? paged : paged.reverse())).toEqual(text(turns));
          const itemPages = await allPages((cursor) =>
            service.listItems(threadId, { direction, limit, cursor }),
          );
          const entries = itemPages.flat().map(({ item }) => item);
          expect(text(direction === 'asc' ? entries : entries.reverse())).toEqual(text(items));
        }
        for (const { id: turnId, items: own } of turns) {
          const pages = await allPages((cursor) => service.listItems(threadId, { turnId, limit, cursor }));
          expect(text(pages.flat().map(({ item }) => item))).toEqual(text(own));
        }
      }
    }
  });

  it('of the timeline too, where archived threads have none', async () => {
    const { service } = await openHistory(sampleHome({ now: new Date('2026-04-01T12:00:00Z') }));
    for (const { id } of (await service.listThreads({ sourceKinds: SOURCE_KINDS })).data) {
      const [whole = []] = await allPages((cursor) => service.listTimeline(id, { limit: 100, cursor }));
      expect(whole.length).toBeGreaterThan(0);
      for (const limit of [1, 2, 7]) {
        const pages = await allPages((cursor) => service.listTimeline(id, { limit, cursor }));
        expect(text(pages.reverse().flat())).toEqual(text(whole));
      }
    }
  });
});
