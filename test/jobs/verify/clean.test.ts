/** Rows as a projection leaves them are proved, whatever the log holds. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  arbitraryLegacyRollout,
  arbitraryPaginatedRollout,
  bytesOfLines,
} from '../../support/arbitraries.js';
import { arbitraryCuts, piecesOf } from '../../support/arbitrary-pieces.js';
import { arbitraryEdits, edited } from '../../support/byte-edits.js';
import { type HistoryLab, openHistoryLab } from '../../support/history-lab.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { verifyLab } from '../../support/verify-lab.js';

fc.configureGlobal({ baseSize: 'medium' });

const folder = useTempFolder();
let lab: HistoryLab;

beforeEach(async () => {
  lab = await openHistoryLab(folder.path('lab'));
});

const KINDS = [
  ['paginated', arbitraryPaginatedRollout()],
  ['legacy', arbitraryLegacyRollout()],
] as const;

describe.each(KINDS)('a %s rollout', (_, arbitraryRollout) => {
  it('is proved after it was projected in pieces, with damage of any kind', { timeout: 60_000 }, async () => {
    let proved = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryRollout, arbitraryEdits, arbitraryCuts(2), async (lines, edits, cuts) => {
        lab.clear();
        lab.write('');
        const bytes = edited(bytesOfLines(lines), edits);
        for (const piece of piecesOf(bytes, cuts)) {
          lab.append(piece);
          await lab.project();
        }
        const { verdicts } = await verifyLab(lab);
        proved += verdicts.length;
        for (const verdict of verdicts) expect(verdict).toMatchObject({ status: 'proved', differences: [] });
      }),
      { numRuns: 60 },
    );
    expect(proved).toBe(60);
  });
});
