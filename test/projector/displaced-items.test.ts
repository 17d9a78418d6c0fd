/** Items of lines whose ordinal is missing or taken (demand A4, A9): Codex drops them, we keep what has room. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { removeOrdinals, reuseOrdinals, rollout } from '../../src/testing/index.js';
import { arbitraryPaginatedRollout, bytesOfLines } from '../support/arbitraries.js';
import { arbitraryCuts, piecesOf } from '../support/arbitrary-pieces.js';
import { THREAD_ID } from '../support/arbitrary-values.js';
import { type HistoryLab, openHistoryLab } from '../support/history-lab.js';
import { useTempFolder } from '../support/temp-folder.js';
import { verifyLab } from '../support/verify-lab.js';

const folder = useTempFolder();
let lab: HistoryLab;

beforeEach(async () => {
  lab = await openHistoryLab(folder.path('lab'));
});

/** Line 0 is the head, 1 begins the turn, 2 and 3 are messages, 4 says nothing, 5 and 6 are messages, 7 ends the turn. */
const thread = () =>
  rollout({ threadId: THREAD_ID, detail: 'visible' })
    .sessionMeta()
    .turn((turn) =>
      turn
        .user('one')
        .agent('two')
        .event({ type: 'token_count', info: null, rate_limits: null })
        .agent('three')
        .agent('four')
        .complete(),
    );

async function projected(bytes: Uint8Array) {
  lab.write(bytes);
  await lab.project();
  const items = async (unrecognised: boolean): Promise<string[]> =>
    (await lab.service.listItems(THREAD_ID, { unrecognised })).data.map(({ item }) => {
      const value = item.value as { text?: string; content?: { text?: string }[] };
      return value.text ?? value.content?.[0]?.text ?? '';
    });
  return {
    all: await items(true),
    known: await items(false),
    found: lab.rows().diagnostics.map(({ kind, action, ordinal }) => [kind, action, ordinal]),
  };
}

describe('an item whose line', () => {
  it('repeats the ordinal of a line without an item is kept in its place, beside what Codex shows', async () => {
    const { all, known, found } = await projected(reuseOrdinals(thread().bytes(), 5));
    expect(all).toEqual(['one', 'two', 'three', 'four']);
    expect(known).toEqual(['one', 'two', 'four']);
    expect(found).toEqual([['duplicate_or_regressed_ordinal', 'kept_as_unrecognised_item', 4]]);
  });

  it('repeats the ordinal of another item has no place, which is told', async () => {
    const { all, found } = await projected(reuseOrdinals(thread().bytes(), 5, 2));
    expect(all).toEqual(['one', 'two', 'four']);
    expect(found).toEqual([
      ['duplicate_or_regressed_ordinal', 'line_skipped', 3],
      ['duplicate_or_regressed_ordinal', 'kept_as_unrecognised_item', 4],
    ]);
  });

  it('has no ordinal is kept behind what has one, in the order of the lines', async () => {
    const { all, known, found } = await projected(removeOrdinals(thread().bytes(), 3));
    expect(all).toEqual(['one', 'two', 'three', 'four']);
    expect(known).toEqual(['one']);
    expect(found.map(([, action]) => action)).toEqual([
      ...['kept_as_unrecognised_item', 'line_skipped', 'kept_as_unrecognised_item'],
      ...['kept_as_unrecognised_item', 'line_skipped'],
    ]);
  });

  it('has no ordinal gives way to the records that take its place', async () => {
    const before = thread();
    const unnumbered = removeOrdinals(before.bytes(), 5);
    const length = before.bytes().length;
    before.nextOrdinal(5).turn((turn) => turn.user('five').complete());
    const { all } = await projected(Buffer.concat([unnumbered, before.bytes().subarray(length)]));
    expect(all).toEqual(['one', 'two', 'five']);
    await verifyLab(lab);
    const { asOf } = await lab.service.listTurns(THREAD_ID, { asOf: true });
    expect(asOf).toMatchObject({ complete: false, skipped: 3 });
  });
});

describe.each([
  ['reused', reuseOrdinals],
  ['missing', removeOrdinals],
] as const)('rows of a rollout with %s ordinals', (_, damage) => {
  it('are the same in whatever pieces the file arrives', async () => {
    let kept = 0;
    await fc.assert(
      fc.asyncProperty(
        ...[arbitraryPaginatedRollout({ maxLines: 20 }), fc.nat(20), fc.integer({ min: 1, max: 5 })],
        arbitraryCuts(4),
        async (lines, at, by, cuts) => {
          lab.clear();
          lab.write('');
          for (const piece of piecesOf(damage(bytesOfLines(lines), at, by), cuts)) {
            lab.append(piece);
            await lab.project();
          }
          const piecewise = lab.rows();
          kept += piecewise.items.filter(({ origin }) => origin === 'unrecognised').length;
          expect(await lab.rebuild()).toEqual(piecewise);
        },
      ),
      { numRuns: 60 },
    );
    expect(kept).toBeGreaterThan(0);
  });
});
