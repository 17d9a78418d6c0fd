/** Recovery keeps the laws of projection, and changes nothing of what Codex shows. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { allPages } from '../../support/all-pages.js';
import { THREAD_ID } from '../../support/arbitrary-values.js';
import { type HistoryLab, openHistoryLab } from '../../support/history-lab.js';
import {
  expectSameAgain,
  expectSameInPieces,
  expectSameLineByLine,
  projectText,
} from '../../support/projection-laws.js';
import { arbitraryRecords, linesOf, withoutWords } from '../../support/recovered-lines.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
let one: HistoryLab;
let other: HistoryLab;

beforeEach(async () => {
  one = await openHistoryLab(folder.path('one'));
  other = await openHistoryLab(folder.path('other'));
});

describe('recovered items', () => {
  it('are the same in whatever pieces the log arrives', () =>
    expectSameInPieces({ one, other, text: arbitraryRecords.map(linesOf), numRuns: 150 }));

  it('are the same when every line is projected by itself', () =>
    expectSameLineByLine({ one, other, text: arbitraryRecords.map(linesOf), numRuns: 40 }));

  it('do not change when nothing was added, nor when all is made again', async () => {
    const property = fc.asyncProperty(arbitraryRecords, (records) => expectSameAgain(one, linesOf(records)));
    await fc.assert(property, { numRuns: 40 });
  });

  it('never stand beside an item of their id that the events gave', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRecords, async (records) => {
        await projectText(one, linesOf(records));
        const { items } = one.rows();
        const first = new Set(
          items
            .filter(({ origin }) => origin === 'canonical')
            .map(({ turn_id, turn_occurrence, item_id }) => `${turn_id} ${turn_occurrence} ${item_id}`),
        );
        for (const { origin, turn_id, turn_occurrence, item_id, occurrence } of items) {
          // A call of an id that the log repeats is another call.
          if (origin !== 'recovered' || occurrence !== 0) continue;
          expect(first).not.toContain(`${turn_id} ${turn_occurrence} ${item_id}`);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('leave every page that does not ask for them as it is in a log without them', async () => {
    const pagesOf = async ({ service, projector }: HistoryLab) => {
      await projector.prepareThread(THREAD_ID);
      const at = { limit: 3 };
      return {
        items: await allPages((cursor) => service.listItems(THREAD_ID, { ...at, cursor })),
        backwards: await allPages((cursor) =>
          service.listItems(THREAD_ID, { ...at, direction: 'desc', cursor }),
        ),
        cursor: (await service.listItems(THREAD_ID, at)).nextCursor,
        changed: await service.listItems(THREAD_ID, { afterUpdatedAtOrdinal: 2, limit: 100 }),
        turns: await allPages((cursor) => service.listTurns(THREAD_ID, { ...at, cursor, itemsView: 'full' })),
        summaries: await service.listTurns(THREAD_ID, { limit: 100 }),
        timeline: await allPages((cursor) => service.listTimeline(THREAD_ID, { ...at, cursor })),
        found: await service.searchOccurrences(THREAD_ID, { searchTerm: 'o' }),
      };
    };
    await fc.assert(
      fc.asyncProperty(arbitraryRecords, async (records) => {
        await projectText(one, linesOf(records));
        await projectText(other, linesOf(withoutWords(records)));
        expect(other.rows().items.every(({ origin }) => origin === 'canonical')).toBe(true);
        expect(one.rows().turns).toEqual(
          other.rows().turns.map((turn) => ({
            ...turn,
            rollout_byte_offset: expect.any(Number),
            rollout_end_byte_offset: turn.rollout_end_byte_offset === null ? null : expect.any(Number),
          })),
        );
        expect(JSON.stringify(await pagesOf(one))).toBe(JSON.stringify(await pagesOf(other)));
      }),
      { numRuns: 120 },
    );
  });

  it('are on every page that asks for them, each once and in the order of the log', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRecords, fc.integer({ min: 1, max: 5 }), async (records, limit) => {
        await projectText(one, linesOf(records));
        const { service } = one;
        const expected = one.rows().items.map(({ item_id, origin }) => `${item_id} ${origin}`);
        for (const direction of ['asc', 'desc'] as const) {
          const pages = await allPages((cursor) =>
            service.listItems(THREAD_ID, { limit, cursor, direction, includeRecovered: true }),
          );
          const found = pages.flat().map(({ item }) => {
            const { id, origin = 'canonical' } = item.value as { id: string; origin?: string };
            return `${id} ${origin}`;
          });
          expect(direction === 'asc' ? found : found.reverse()).toEqual(expected);
        }
      }),
      { numRuns: 40 },
    );
  });
});

it('keeps its state small however many commands go on and are asked for more', async () => {
  const { call, output, userSays, sessionMeta } = await import('../../support/recovered-lines.js');
  const running = (n: number) => `Wall time: 0.1 seconds\nProcess running with session ID ${n}\nOutput:\nx\n`;
  const records = Array.from({ length: 400 }, (_, n) => [
    call('exec_command', { cmd: `serve ${n}` }, `c${n}`),
    output(running(n), `c${n}`),
    call('write_stdin', { session_id: n, chars: '' }, `p${n}`),
  ]).flat();
  await projectText(one, linesOf([sessionMeta, userSays('go'), ...records]));
  expect(String(one.rows().checkpoint?.reducer_state).length).toBeLessThan(6_000);
});
