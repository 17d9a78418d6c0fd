/** Recovery in migrated rollouts keeps the laws of projection, and changes nothing of what Codex shows. */
import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { decodeLine } from '../../../src/events/decode-line.js';
import { Proof } from '../../../src/projector/proofreading/proof.js';
import { proofread } from '../../../src/projector/proofreading/proofread.js';
import { readBatches } from '../../../src/projector/read-batches.js';
import { startPosition } from '../../../src/projector/read-position.js';
import type { RolloutSource } from '../../../src/projector/rollout-source.js';
import type { JsonObject } from '../../../src/testing/json-object.js';
import { allPages } from '../../support/all-pages.js';
import { arbitraryPaginatedRollout, bytesOfLines } from '../../support/arbitraries.js';
import { THREAD_ID } from '../../support/arbitrary-values.js';
import { convertLines } from '../../support/conversion-lab.js';
import type { Row } from '../../support/derived-rows.js';
import { type HistoryLab, openHistoryLab } from '../../support/history-lab.js';
import {
  arbitraryLongRecords,
  arbitraryMigratedRecords,
  paginatedLines,
  paginatedMeta,
  said,
} from '../../support/migrated-lines.js';
import {
  expectSameAgain,
  expectSameInPieces,
  expectSameLineByLine,
  projectText,
} from '../../support/projection-laws.js';
import {
  linesOf,
  sessionMeta,
  started,
  turnContext,
  userSays,
  withoutWords,
} from '../../support/recovered-lines.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { verifyLab } from '../../support/verify-lab.js';

const folder = useTempFolder();
let one: HistoryLab;
let other: HistoryLab;

beforeEach(async () => {
  one = await openHistoryLab(folder.path('one'));
  other = await openHistoryLab(folder.path('other'));
});

/** What a migration makes of a legacy log, in which the user mostly speaks first. */
const arbitraryMigration = fc
  .tuple(arbitraryLongRecords, fc.constantFrom(false, false, true), fc.constantFrom(true, true, false))
  .map(([[meta = sessionMeta, ...records], recover, begins]) => {
    const rest = records.filter((record) => !isRollback(record));
    const source = begins ? [meta, userSays('begin'), ...rest] : [meta, ...rest];
    return `${convertLines(linesOf(source).trimEnd().split('\n'), { recover }).lines.join('\n')}\n`;
  });

/** What it takes from compactions is told elsewhere. */
function isRollback({ payload }: { payload: JsonObject }): boolean {
  return payload.type === 'thread_rolled_back';
}

const KINDS = [
  ['migrated', arbitraryMigration],
  ['of any names', arbitraryMigratedRecords.map(paginatedLines)],
] as const;

const isRecovered = ({ origin }: Row): boolean => origin === 'recovered';

describe.each(KINDS)('recovered items of a paginated rollout, %s', (_, arbitraryText) => {
  it('are the same in whatever pieces the log arrives', async () => {
    let recovered = 0;
    const count = (whole: HistoryLab) => {
      recovered += whole.rows().items.filter(isRecovered).length;
    };
    await expectSameInPieces({ one, other, text: arbitraryText, numRuns: 50, onWhole: count });
    expect(recovered).toBeGreaterThan(100);
  });

  it('are the same when every line is projected by itself', () =>
    expectSameLineByLine({ one, other, text: arbitraryText, numRuns: 15 }));

  it('do not change when nothing was added, nor when all is made again, and are proved', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryText, async (text) => {
        await expectSameAgain(one, text);
        expect((await verifyLab(one)).verdicts).toMatchObject([{ status: 'proved', differences: [] }]);
      }),
      { numRuns: 20 },
    );
  });

  it('never stand beside an item of their id that the log completed', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryText, async (text) => {
        await projectText(one, text);
        const { items } = one.rows();
        const nameOf = ({ turn_id, item_id, occurrence }: Row) => `${turn_id} ${item_id} ${occurrence}`;
        const completed = new Set(items.filter(({ origin }) => origin === 'canonical').map(nameOf));
        for (const item of items.filter(isRecovered)) expect(completed).not.toContain(nameOf(item));
      }),
      { numRuns: 30 },
    );
  });

  it('leave every page that does not ask for them as it is without them', async () => {
    const pagesOf = async ({ service, projector }: HistoryLab) => {
      await projector.prepareThread(THREAD_ID);
      const at = { limit: 3 };
      return {
        items: await allPages((cursor) => service.listItems(THREAD_ID, { ...at, cursor })),
        changed: await service.listItems(THREAD_ID, { afterUpdatedAtOrdinal: 2, limit: 100 }),
        turns: await allPages((cursor) => service.listTurns(THREAD_ID, { ...at, cursor, itemsView: 'full' })),
        summaries: await service.listTurns(THREAD_ID, { limit: 100 }),
        timeline: await allPages((cursor) => service.listTimeline(THREAD_ID, { ...at, cursor })),
        found: await service.searchOccurrences(THREAD_ID, { searchTerm: 'o' }),
      };
    };
    await fc.assert(
      fc.asyncProperty(arbitraryText, async (text) => {
        const without = text.split(/(?<=\n)/).map((line) => {
          const record = JSON.parse(line);
          const [silent] = withoutWords([record]);
          return silent === record ? line : `${JSON.stringify(silent)}\n`;
        });
        await projectText(one, text);
        await projectText(other, without.join(''));
        const canonical = ({ items }: { items: Row[] }) =>
          items.filter(({ origin }) => origin !== 'recovered');
        const { turns } = other.rows();
        expect(other.rows().items.filter(isRecovered)).toEqual([]);
        expect(canonical(one.rows())).toEqual(canonical(other.rows()));
        expect(one.rows().turns.map(withoutOffsets)).toEqual(turns.map(withoutOffsets));
        expect(JSON.stringify(await pagesOf(one))).toBe(JSON.stringify(await pagesOf(other)));
      }),
      { numRuns: 30 },
    );
  });

  it('come to the same where lines without history are passed over', async () => {
    const path = folder.path(`rollout-2026-03-02T09-00-00-${THREAD_ID}.jsonl`);
    await fc.assert(
      fc.asyncProperty(arbitraryText, async (text) => {
        writeFileSync(path, text);
        const proof = new Proof(Proof.memory());
        await proofread({ path, offset: 0, proof, loadDecoder: async () => decodeLine });
        expect(proof.checkedTo).toBe(Buffer.byteLength(text));
        expect(batchesOf(path, { passOver: true })).toEqual(batchesOf(path, { passOver: false }));
      }),
      { numRuns: 30 },
    );
  });
});

/** What batches come to, whatever their cuts. */
function batchesOf(path: string, { passOver }: { passOver: boolean }) {
  const source: RolloutSource = {
    ...{ rolloutId: THREAD_ID, threadId: THREAD_ID, path, reducer: 'canonical' },
    ...{ initialOrdinal: 0, subagentStartOrdinal: null },
  };
  const options = { source, offset: 0, position: startPosition(source), batchBytes: 4_000 };
  const batches = [...readBatches({ ...options, passOver: () => passOver })];
  return {
    outcomes: batches.flatMap(({ outcomes }) => outcomes),
    position: batches.at(-1)?.position,
    model: batches.map(({ model }) => model).findLast((model) => model !== null),
  };
}

describe('the model of a rollout', () => {
  it('is the one that was told last, whether it was passed over or not', () => {
    const path = folder.path(`rollout-2026-03-02T09-00-00-${THREAD_ID}.jsonl`);
    const ranWith = (model: string) => {
      const { type, payload } = turnContext('/work');
      return { type, payload: { ...payload, model } };
    };
    const native = [paginatedMeta, started('a'), said(THREAD_ID, 'go'), ranWith('older')];
    writeFileSync(path, paginatedLines([...native, said('item-1', 'on'), ranWith('newer')]));
    for (const passOver of [true, false])
      expect(batchesOf(path, { passOver })).toMatchObject({ model: { model: 'newer' } });
  });
});

function withoutOffsets({ rollout_byte_offset: _, rollout_end_byte_offset: __, ...turn }: Row): Row {
  return turn;
}

describe('a rollout that a session wrote', () => {
  it('has no recovered items, and its checkpoint remembers nothing', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPaginatedRollout(), async (anyLines) => {
        const lines = anyLines.map((line) => line.replaceAll(/"(item|rollout)-(\d+)"/g, '"of-$1-$2"'));
        await projectText(one, bytesOfLines(lines).toString());
        const { items, checkpoint } = one.rows();
        expect(items.filter(isRecovered)).toEqual([]);
        if (items.some(({ origin }) => origin === 'canonical')) expect(checkpoint?.reducer_state).toBeNull();
      }),
      { numRuns: 30 },
    );
  });
});
