/** Finds the rollout that a receipt is about, and what it holds by now. */

import { basename, join } from 'node:path';
import { discoverRollouts } from '../../rollout/discover-rollouts.js';
import { toPlainPath } from '../../rollout/rollout-name.js';
import { digestPlainText } from './digest-file.js';
import type { MigrationReceipt } from './migration-receipt.js';
import type { Pace } from './pace.js';

/**
 * - `original`: the legacy text; the migration did not take place, or was reverted
 * - `result`: what the migration made of it
 * - `went_on`: that, and more behind it
 * - `changed`: something else
 * - `gone`: there is no such rollout any more
 */
export type MigratedState = 'original' | 'result' | 'went_on' | 'changed' | 'gone';

export interface ExaminedRollout {
  /** On disk, wherever it was moved; where it would be when it is gone. */
  path: string;
  state: MigratedState;
}

/** @throws RolloutError as `readPlainBytes` */
export async function examineMigrated(
  home: string,
  receipt: MigrationReceipt,
  pace: Pace,
): Promise<ExaminedRollout> {
  const path = locate(home, receipt);
  if (path === null) return { path: join(home, receipt.path), state: 'gone' };
  const { original, result } = receipt;
  const now = await digestPlainText(path, pace);
  if (now.sha256 === result.plainSha256) return { path, state: 'result' };
  if (now.sha256 === original.plainSha256) return { path, state: 'original' };
  if (now.bytes <= result.plainBytes) return { path, state: 'changed' };
  const beginning = await digestPlainText(path, pace, result.plainBytes);
  return { path, state: beginning.sha256 === result.plainSha256 ? 'went_on' : 'changed' };
}

/** By its name, since archiving moves it; where it was migrated comes first. */
function locate(home: string, receipt: MigrationReceipt): string | null {
  const there = toPlainPath(join(home, receipt.path));
  const named = [...discoverRollouts({ home })].filter(
    ({ plainPath }) => basename(plainPath) === basename(there),
  );
  return (named.find(({ plainPath }) => plainPath === there) ?? named[0])?.path ?? null;
}
