/** Verdicts on rollouts of which there is no text to fold: nothing was projected, or there are rows alone. */
import type Database from 'better-sqlite3';
import { RolloutError, statRollout } from '../../rollout/index.js';
import { type CheckpointRow, readCheckpoint } from '../../store/checkpoint.js';
import type { DerivedRows } from '../../store/derived-tables.js';
import { DifferenceList } from './difference-list.js';
import { digestRows } from './digest-rows.js';
import { MENDING_LEFTOVERS, type RolloutVerdict, verdict, withDifferences } from './verify-report.js';
import type { VerifyTask } from './verify-task.js';

export interface WithoutTextOptions {
  task: VerifyTask;
  connection: Database.Database;
  /** Reading the rows over that connection. */
  stored: readonly DerivedRows[];
}

/** Nothing is said to be projected: then there must be no rows. */
export function verifyWithoutCheckpoint({ task, stored }: WithoutTextOptions): RolloutVerdict {
  const { rows } = digestRows(stored, task.rolloutId);
  if (rows === 0) {
    return isThere(task)
      ? verdict(task, 'behind', 'never_projected', 'nothing of it is projected')
      : verdict(task, 'unprovable', 'source_gone', 'its file is gone, and nothing of it is projected');
  }
  const list = new DifferenceList();
  list.addMissingCheckpoint(task.rolloutId);
  const reason = `there are ${rows} rows and no checkpoint`;
  return withDifferences(verdict(task, 'differs', null, reason), list.first);
}

/** Rows under an id that is no rollout with a file. */
export function verifyWithoutFile(options: WithoutTextOptions): RolloutVerdict {
  const { task, connection } = options;
  const { rolloutId } = task;
  const checkpoint = readCheckpoint(connection, rolloutId);
  return checkpoint !== null && rolloutId.includes('~')
    ? verdict(task, 'unprovable', 'set_aside', 'rows of a file that was replaced, kept as they were')
    : ofNobody(options, checkpoint);
}

/** Rows that belong to no rollout of the inventory: no answer ever shows them. */
function ofNobody({ task, stored }: WithoutTextOptions, checkpoint: CheckpointRow | null): RolloutVerdict {
  const { rolloutId } = task;
  const { rows } = digestRows(stored, rolloutId);
  const list = new DifferenceList();
  if (checkpoint !== null) list.addOrphan(rolloutId);
  else if (rows > 0) list.addMissingCheckpoint(rolloutId);
  const reason =
    rows > 0
      ? `there are ${rows} rows, and no rollout of that id is known`
      : 'no rollout of that id is known';
  const found = verdict(task, 'unprovable', 'unknown_rollout', reason);
  return list.count === 0 ? found : withDifferences({ ...found, mend: MENDING_LEFTOVERS }, list.first);
}

function isThere({ file }: VerifyTask): boolean {
  if (file === null) return false;
  try {
    // A look is enough: nobody waits for a file of which there are no rows.
    statRollout({ path: file.plainPath, sleep: () => {} });
    return true;
  } catch (error) {
    if (error instanceof RolloutError && error.code === 'not_found') return false;
    throw error;
  }
}
