/** A rebuild whose process ends at any step leaves the old rows or the new ones, and the next one leaves nothing of it. */
import { describe, expect, it } from 'vitest';
import type { BesideRebuild } from '../../../src/jobs/rebuild/rebuild-report.js';
import type { RebuildTask } from '../../support/child/rebuild-beside.js';
import { killAtEveryCall } from '../../support/kill-at-every-call.js';
import { killAtRandom } from '../../support/kill-at-random.js';
import { killAtStatements } from '../../support/kill-at-statements.js';
import { killsOr, killTimeout } from '../../support/kills.js';
import { openRebuiltPlaces } from '../../support/rebuilt-places.js';
import { useChild } from '../../support/run-child.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
const run = useChild<RebuildTask, BesideRebuild>('rebuild-beside');

describe('a killed rebuild', () => {
  it('leaves whole rows, and no litter after the next one', { timeout: 240_000 }, async () => {
    const { prepare, expectWhole, finish, close } = await openRebuiltPlaces(folder, [20]);
    let newRows = 0;
    const killed = await killAtEveryCall<RebuildTask, BesideRebuild>({
      run,
      prepare,
      async check(task, killedBefore) {
        const rows = await expectWhole(task);
        if (killedBefore === null) expect(rows).toBe('new');
        else if (rows === 'new') newRows++;
        await finish(task);
      },
    });
    close();
    expect(killed).toBeGreaterThan(15);
    // Some came after the swap, which is the one step that counts.
    expect(newRows).toBeGreaterThan(0);
    expect(newRows).toBeLessThan(killed);
  });

  const inStatements = killsOr(10);
  it('does so before any statement on a database', { timeout: killTimeout(inStatements) }, async () => {
    const { prepare, expectWhole, finish, close } = await openRebuiltPlaces(folder, [6, 3]);
    const check = async (task: RebuildTask, at: number | null): Promise<void> => {
      const rows = await expectWhole(task);
      if (at === null) expect(rows).toBe('new');
      await finish(task);
    };
    expect(await killAtStatements({ run, prepare, check, most: inStatements })).toBeGreaterThan(9);
    close();
  });

  const atRandom = killsOr(10);
  it('does so after any time, up to three times', { timeout: killTimeout(atRandom) }, async () => {
    const { prepare, expectWhole, finish, close } = await openRebuiltPlaces(folder, [30, 1, 12, 60, 5]);
    const check = async (task: RebuildTask, killed: boolean): Promise<void> => {
      const rows = await expectWhole(task);
      if (!killed) expect(rows).toBe('new');
    };
    const result = await killAtRandom({ run, prepare, check, finish, kills: atRandom });
    expect(result.killed).toBeGreaterThanOrEqual(atRandom);
    close();
  });
});
