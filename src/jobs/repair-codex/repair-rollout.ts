/** Puts Codex's rows of one rollout right: under the writer lock of its thread, in one transaction, and looked at again. */
import type { RolloutSource } from '../../projector/rollout-source.js';
import { ThreadLockedError } from '../../rollout/index.js';
import type { PeerHistory, PeerProjection } from '../../store/peer/peer-history.js';
import { compareProjection, isSame } from '../doctor/compare-projection.js';
import { type ExaminedProjection, examineProjection } from '../doctor/examine-projection.js';
import type { HomeRollout } from '../doctor/home-rollouts.js';
import type { RolloutFolds } from '../doctor/rollout-folds.js';
import { suspectProjection } from '../doctor/suspect-projection.js';
import type { RepairStatus, RolloutRepair } from './repair-report.js';

export interface RepairWork {
  rollout: HomeRollout;
  source: RolloutSource;
  projection: PeerProjection | undefined;
  peer: PeerHistory;
  folds: RolloutFolds;
  /** Also where rows go that the file does not hold any more. */
  acceptLoss: boolean;
  /** Takes the writer lock of the thread; null in a dry run, which takes none. */
  lock: (() => { release(): void }) | null;
  /** Replaces the rows, having made sure that there is a backup. */
  replace: (examined: ExaminedProjection) => Promise<void>;
}

/**
 * Examines a rollout and repairs it where it needs that.
 *
 * @returns null where nothing is wrong
 * @throws RolloutError for a file that cannot be read, StoreError `busy`
 */
export async function repairRollout(work: RepairWork): Promise<RolloutRepair | null> {
  if (work.lock === null) return examineAndMend(work, null);
  let lock: { release(): void };
  try {
    lock = work.lock();
  } catch (error) {
    if (!(error instanceof ThreadLockedError)) throw error;
    return heldRepair(work, error.message);
  }
  try {
    return await examineAndMend(work, work.replace);
  } finally {
    lock.release();
  }
}

/** What is told of a rollout that somebody writes. */
export function heldRepair(
  { rollout, projection }: Pick<RepairWork, 'rollout' | 'projection'>,
  message: string,
) {
  const { threadId, rolloutId, file } = rollout;
  const count = { turns: projection?.turns ?? 0, items: projection?.items ?? 0 };
  const repair: RolloutRepair = {
    ...{ threadId, rolloutId, path: file.path, status: 'held', kinds: [], before: count, after: count },
    ...{ lost: 0, message },
  };
  return repair;
}

async function examineAndMend(
  work: RepairWork,
  replace: RepairWork['replace'] | null,
): Promise<RolloutRepair | null> {
  const { rollout, source, projection, peer, folds, acceptLoss } = work;
  const suspicion = suspectProjection(rollout, projection);
  const examined = await examineProjection({ rollout, source, suspicion, peer, folds });
  if (examined === null || examined.findings.length === 0) return null;
  const { comparison, lost, findings, fold } = examined;
  const tell = (status: RepairStatus, message: string | null): RolloutRepair => ({
    threadId: rollout.threadId,
    rolloutId: rollout.rolloutId,
    path: rollout.file.path,
    status,
    kinds: findings.map(({ kind }) => kind),
    before: { turns: projection?.turns ?? 0, items: projection?.items ?? 0 },
    after: { turns: comparison.turns.expected, items: comparison.items.expected },
    lost,
    message,
  });
  if (lost > 0 && !acceptLoss) {
    return tell('would_lose', `Codex has ${lost} turns and items that the file does not hold any more`);
  }
  if (replace === null) return tell('repairable', null);
  await replace(examined);
  const mended = compareProjection({ fold, peer, rolloutId: rollout.rolloutId });
  return isSame(mended)
    ? tell('repaired', null)
    : tell('failed', 'the rows that were written differ from the log');
}
