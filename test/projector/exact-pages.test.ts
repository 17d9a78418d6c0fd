/** Law 6: pages in either direction, of any size, are exactly the rows, and a cursor outlives what becomes of the file. */
import { rmSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Page } from '../../src/api/page.js';
import { arbitraryLegacyRollout, bytesOfLines } from '../support/arbitraries.js';
import { arbitraryBranches, type LaidLineage, layLineage } from '../support/arbitrary-lineage.js';
import { THREAD_ID } from '../support/arbitrary-values.js';
import { type HistoryLab, openHistoryLab } from '../support/history-lab.js';
import { useTempFolder } from '../support/temp-folder.js';
import {
  itemEntryText,
  timelineEntryText,
  turnEntryText,
  type Visible,
  visibleItems,
  visibleTimeline,
  visibleTurns,
} from '../support/visible-rows.js';
import { writeZstd } from '../support/zstd-writer.js';

fc.configureGlobal({ baseSize: 'medium' });

const folder = useTempFolder();
let lab: HistoryLab;

beforeEach(async () => {
  lab = await openHistoryLab(folder.path('lab'));
});

type Direction = 'asc' | 'desc';
type ListPage<Entry> = (page: {
  cursor?: string;
  limit: number;
  direction: Direction;
}) => Promise<Page<Entry>>;

interface Listing {
  visible: () => Visible[];
  list: ListPage<string>;
}

const mapped = <Entry>(page: Page<Entry>, text: (entry: Entry) => string): Page<string> => ({
  ...page,
  data: page.data.map(text),
});

const listingsOf = (threadId: string, segments: LaidLineage['segments']): Record<string, Listing> => ({
  items: {
    visible: () => visibleItems(lab.database, segments),
    list: async (page) => mapped(await lab.service.listItems(threadId, page), itemEntryText),
  },
  itemsWithUnrecognised: {
    visible: () => visibleItems(lab.database, segments, true),
    list: async (page) =>
      mapped(await lab.service.listItems(threadId, { ...page, unrecognised: true }), itemEntryText),
  },
  turns: {
    visible: () => visibleTurns(lab.database, segments),
    list: async (page) =>
      mapped(await lab.service.listTurns(threadId, { ...page, itemsView: 'notLoaded' }), turnEntryText),
  },
});

/** All entries from a cursor on. */
async function readOn(
  list: ListPage<string>,
  limit: number,
  direction: Direction,
  from?: string,
): Promise<string[]> {
  const entries: string[] = [];
  let cursor = from;
  do {
    const page = await list({ ...(cursor !== undefined && { cursor }), limit, direction });
    expect(page.data.length).toBeLessThanOrEqual(limit);
    if (page.nextCursor !== null) expect(page.data.length).toBe(limit);
    entries.push(...page.data);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return entries;
}

const texts = (visible: Visible[]): string[] => visible.map(({ text }) => text);
const inOrder = (direction: Direction, entries: string[]): string[] =>
  direction === 'asc' ? entries : entries.toReversed();

async function expectExactPages({ visible, list }: Listing, limit: number): Promise<void> {
  const all = texts(visible());
  for (const direction of ['asc', 'desc'] as const) {
    expect(await readOn(list, limit, direction)).toEqual(inOrder(direction, all));
    const first = await list({ limit, direction });
    const second = first.nextCursor && (await list({ limit, direction, cursor: first.nextCursor }));
    if (!second) continue;
    // Back from the second page: its first entry and everything before it.
    const opposite = direction === 'asc' ? 'desc' : 'asc';
    const back = await readOn(list, limit, opposite, second.backwardsCursor ?? '');
    expect(back).toEqual(
      inOrder(direction, all)
        .slice(0, limit + 1)
        .toReversed(),
    );
  }
}

const anyLimit = fc.integer({ min: 1, max: 9 });

describe('pages of a paginated thread over its forks and reverts', () => {
  it.each(['items', 'itemsWithUnrecognised', 'turns'])('are exactly the %s', async (name) => {
    await fc.assert(
      fc.asyncProperty(arbitraryBranches, anyLimit, async (branches, limit) => {
        lab.clear();
        const { threadId, segments } = await layLineage(lab, branches);
        const listing = listingsOf(threadId, segments)[name];
        if (listing) await expectExactPages(listing, limit);
      }),
      { numRuns: 60 },
    );
  });

  it('of its timeline are exactly its turn starts, items, realtime items and turn ends', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryBranches, anyLimit, async (branches, limit) => {
        lab.clear();
        const { threadId, segments } = await layLineage(lab, branches);
        const entries: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await lab.service.listTimeline(threadId, { limit, cursor });
          entries.unshift(...page.data.map(timelineEntryText));
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined);
        expect(entries).toEqual(visibleTimeline(lab.database, segments));
      }),
      { numRuns: 60 },
    );
  });
});

describe('pages of a legacy thread', () => {
  it.each(['items', 'turns'])('are exactly the %s', async (name) => {
    await fc.assert(
      fc.asyncProperty(arbitraryLegacyRollout(), anyLimit, async (lines, limit) => {
        lab.clear();
        lab.write(bytesOfLines(lines));
        await lab.project();
        const segments = [{ rolloutId: THREAD_ID, low: 0, high: Number.MAX_SAFE_INTEGER }];
        const listing = listingsOf(THREAD_ID, segments)[name];
        if (listing) await expectExactPages(listing, limit);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a cursor', () => {
  const events: Record<string, (laid: LaidLineage) => Promise<unknown>> = {
    'an append': async ({ path, bytes }) => lab.write(bytes, path),
    'a rebuild': async ({ threadId, segments }) => {
      for (const { rolloutId } of segments) await lab.rebuild(threadId, rolloutId);
    },
    compression: async ({ path, bytes }) => {
      writeFileSync(`${path}.zst`, writeZstd(bytes, { checksum: true }));
      rmSync(path);
    },
    'a rebuild by a newer version': async () =>
      lab.database.writer.exec('update thread_history_projection_state set projector_version = 0'),
  };

  it.each(Object.keys(events))('goes on exactly after %s', async (name) => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryBranches,
        anyLimit,
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (branches, limit, part) => {
          lab.clear();
          const laid = await layLineage(lab, branches);
          if (name === 'an append') {
            const metaEnd = laid.bytes.indexOf(10) + 1;
            const short = metaEnd + Math.floor(part * (laid.bytes.length - metaEnd));
            const newest = laid.segments.at(-1)?.rolloutId ?? '';
            lab.write(laid.bytes.subarray(0, short), laid.path);
            await lab.rebuild(laid.threadId, newest);
          }
          for (const { visible, list } of Object.values(listingsOf(laid.threadId, laid.segments))) {
            for (const direction of ['asc', 'desc'] as const) {
              const before = visible();
              const page = await list({ limit, direction });
              if (page.nextCursor === null) continue;
              const last = direction === 'asc' ? before[limit - 1] : before.at(-limit);
              const anchor = last?.ordinal ?? -1;
              await events[name]?.(laid);
              const rest = await readOn(list, limit, direction, page.nextCursor);
              const expected = visible().filter(({ ordinal }) =>
                direction === 'asc' ? ordinal > anchor : ordinal < anchor,
              );
              expect(rest).toEqual(inOrder(direction, texts(expected)));
              if (name === 'compression')
                await events['an append']?.(laid).then(() => rmSync(`${laid.path}.zst`));
            }
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('says so when it cannot be honoured: another thread, another listing, outside the lineage', async () => {
    const meta = { lines: [], at: 1, revert: false };
    const laid = await layLineage(lab, [meta, meta]);
    const cursor = (of: object): string =>
      JSON.stringify({
        requestedThreadId: laid.threadId,
        rolloutOrdinal: 2,
        includeAnchor: false,
        scope: { kind: 'turns' },
        ...of,
      });
    const list = (text: string) => lab.service.listTurns(laid.threadId, { cursor: text });
    await expect(list(cursor({}))).resolves.toMatchObject({ data: [] });
    await expect(list(cursor({ requestedThreadId: THREAD_ID }))).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await expect(list(cursor({ scope: { kind: 'itemsByCreatedAtOrdinal' } }))).rejects.toThrow(
      'invalid cursor',
    );
    await expect(list(cursor({ rolloutOrdinal: 1 }))).rejects.toThrow('outside thread lineage');
    await expect(list('nonsense')).rejects.toThrow('invalid cursor');
  });
});
