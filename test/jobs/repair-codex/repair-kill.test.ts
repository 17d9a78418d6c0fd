/** A repair that is killed anywhere leaves each thread repaired or as it was, and the next one finishes the work. */
import { describe, expect, it } from 'vitest';
import type { CodexRepair } from '../../../src/jobs/repair-codex/repair-report.js';
import type { RepairTask } from '../../support/child/repair-codex.js';
import { killAtEveryCall } from '../../support/kill-at-every-call.js';
import { killAtRandom } from '../../support/kill-at-random.js';
import { killAtStatements } from '../../support/kill-at-statements.js';
import { killsOr, killTimeout } from '../../support/kills.js';
import { openRepairedHomes } from '../../support/repaired-homes.js';
import { useChild } from '../../support/run-child.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
const run = useChild<RepairTask, CodexRepair>('repair-codex');

describe('a killed repair leaves every thread whole', () => {
  it('at any call', { timeout: 240_000 }, async () => {
    const { prepare, expectWhole, finish } = await openRepairedHomes(folder, [2, 1]);
    const seen = new Set<number>();
    const kills = await killAtEveryCall<RepairTask, CodexRepair>({
      run,
      prepare,
      changesOnly: true,
      async check(task, killed) {
        const whole = expectWhole(task);
        seen.add(whole);
        if (killed === null) expect(whole).toBe(2);
        await finish(task);
      },
    });
    expect(kills).toBeGreaterThan(20);
    expect([...seen].sort()).toEqual([0, 1, 2]);
  });

  const inStatements = killsOr(12);
  it('before any statement, also in the middle of a transaction', {
    timeout: killTimeout(inStatements),
  }, async () => {
    const { prepare, expectWhole, finish } = await openRepairedHomes(folder, [2, 1]);
    const check = async (task: RepairTask, at: number | null): Promise<void> => {
      const whole = expectWhole(task);
      if (at === null) expect(whole).toBe(2);
      await finish(task);
    };
    expect(await killAtStatements({ run, prepare, check, most: inStatements })).toBeGreaterThan(9);
  });

  const atRandom = killsOr(10);
  it('after any time, up to three times', { timeout: killTimeout(atRandom) }, async () => {
    const turns = [3, 40, 1, 15];
    const { prepare, expectWhole, finish } = await openRepairedHomes(folder, turns);
    const check = (task: RepairTask, killed: boolean): void => {
      const whole = expectWhole(task);
      if (!killed) expect(whole).toBe(turns.length);
    };
    const result = await killAtRandom({ run, prepare, check, finish, kills: atRandom });
    expect(result.killed).toBeGreaterThanOrEqual(atRandom);
  });
});
