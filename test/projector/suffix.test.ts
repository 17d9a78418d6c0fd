/** Law 1: projecting a rollout in any consecutive pieces gives the rows of projecting it at once. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { arbitraryLegacyRollout, arbitraryPaginatedRollout, bytesOfLines } from '../support/arbitraries.js';
import { arbitraryCuts, piecesOf } from '../support/arbitrary-pieces.js';
import { type HistoryLab, openHistoryLab } from '../support/history-lab.js';
import { useTempFolder } from '../support/temp-folder.js';

fc.configureGlobal({ baseSize: 'medium' });

const folder = useTempFolder();
let piecewise: HistoryLab;
let atOnce: HistoryLab;

beforeEach(async () => {
  piecewise = await openHistoryLab(folder.path('piecewise'));
  atOnce = await openHistoryLab(folder.path('at-once'));
});

async function expectSameRows(bytes: Uint8Array, cuts: readonly number[], restarts: boolean): Promise<void> {
  piecewise.clear();
  piecewise.write('');
  for (const piece of piecesOf(bytes, cuts)) {
    piecewise.append(piece);
    if (restarts) piecewise.restart();
    await piecewise.project();
  }
  atOnce.clear();
  atOnce.write(bytes);
  await atOnce.project();

  expect(piecewise.rows()).toEqual(atOnce.rows());
  const { checkpoint } = atOnce.rows();
  expect(checkpoint?.next_rollout_byte_offset).toBe(Buffer.from(bytes).lastIndexOf(10) + 1);
}

describe.each([
  ['paginated', arbitraryPaginatedRollout()],
  ['legacy', arbitraryLegacyRollout()],
])('a %s rollout', (_, arbitraryRollout) => {
  it('has the same rows in whatever pieces it arrives', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRollout, arbitraryCuts(), fc.boolean(), async (lines, cuts, restarts) =>
        expectSameRows(bytesOfLines(lines), cuts, restarts),
      ),
      { numRuns: 120 },
    );
  });

  it('has the same rows when every line is projected by itself', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRollout, async (lines) => {
        const bytes = bytesOfLines(lines);
        const ends = [...bytes.entries()].flatMap(([at, byte]) =>
          byte === 10 ? [(at + 1) / bytes.length] : [],
        );
        await expectSameRows(bytes, ends, false);
      }),
      { numRuns: 25 },
    );
  });
});
