/**
 * A migration of several threads whose process ends at any moment, also in the middle of a transaction, and also when it finishes what one
 * before had left, leaves every rollout whole; and the next run finishes.
 */
import { describe, expect, it } from 'vitest';
import type { MigrateTask } from '../../support/child/migrate-rollouts.js';
import { killAtRandom } from '../../support/kill-at-random.js';
import { killAtStatements } from '../../support/kill-at-statements.js';
import { killsOr, killTimeout } from '../../support/kills.js';
import { openMigratedHome } from '../../support/migrated-home.js';
import { useChild } from '../../support/run-child.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
const run = useChild<MigrateTask, unknown>('migrate-rollouts');

describe('a process killed while it migrates', () => {
  const atRandom = killsOr(8);
  it('after any time, up to three times', { timeout: killTimeout(atRandom) }, async () => {
    const { prepare, expectWhole, finish } = await openMigratedHome(folder);
    const result = await killAtRandom({ run, prepare, check: expectWhole, finish, kills: atRandom });
    expect(result.killed).toBeGreaterThanOrEqual(atRandom);
  });

  const inStatements = killsOr(6);
  it('before any statement on a database', { timeout: killTimeout(inStatements) }, async () => {
    const { prepare, expectWhole, finish } = await openMigratedHome(folder);
    const check = async (task: MigrateTask): Promise<void> => {
      await expectWhole(task);
      await finish(task);
    };
    expect(await killAtStatements({ run, prepare, check, most: inStatements })).toBeGreaterThan(5);
  });
});
