/**
 * What a rebuild cannot make again is taken over from the database in use: rows whose file is gone, has become shorter or
 * cannot be read, and rows that were set aside. What a file still holds is left for the projection.
 */
import type Database from 'better-sqlite3';
import { examineSource } from '../../projector/examine-source.js';
import { sourceReplaced } from '../../projector/finding.js';
import { PROJECTOR_VERSION } from '../../projector/projector-version.js';
import { recordFinding } from '../../projector/row-writer.js';
import { sourceOf } from '../../projector/stored-lineage.js';
import { RolloutError } from '../../rollout/index.js';
import { listCheckpoints } from '../../store/all-checkpoints.js';
import { type CheckpointRow, markSourceGone, readCheckpoint } from '../../store/checkpoint.js';
import {
  copyDiagnosticsOfKind,
  copyPruning,
  copyRolloutRows,
  copyUnknownRollouts,
  withOtherDatabase,
} from '../../store/copy-rows.js';
import { forgetThreads } from '../../store/forget-threads.js';
import type { HistoryDatabase } from '../../store/open-history-database.js';
import { removeRolloutRows, setRolloutRowsAside } from '../../store/rollout-rows.js';
import { findRollout, findThreadRollouts } from '../../store/rollouts.js';
import { isMissing } from '../prune/plan-pruning.js';

export interface CarryOverOptions {
  /** The database in use, whose inventory is fresh. */
  from: HistoryDatabase;
  /** The new one. */
  to: HistoryDatabase;
}

/** Ids of rows that are kept for a rollout whose file was replaced. */
const isSetAside = (id: string): boolean => id.includes('~');

/**
 * Before the projection: takes over what no file holds any more. The inventory of the new database is fresh.
 *
 * @returns the ids, as they are now, of the rows that were taken over
 */
export function carryOver({ from, to }: CarryOverOptions): string[] {
  const checkpoints = listCheckpoints(from.reader);
  const carried: string[] = [];
  withOtherDatabase(to.writer, from.path, () => {
    to.transaction(copyUnknownRollouts);
    // Those set aside come first, so that none that is set aside now takes the id of another.
    const ordered = [...checkpoints].sort(
      (a, b) => Number(isSetAside(b.thread_id)) - Number(isSetAside(a.thread_id)),
    );
    for (const checkpoint of ordered) {
      const id = to.transaction((connection) => carry(connection, checkpoint));
      if (id !== null) carried.push(id);
    }
  });
  return carried;
}

function carry(connection: Database.Database, checkpoint: CheckpointRow): string | null {
  const { thread_id: id } = checkpoint;
  const found = isSetAside(id) ? 'kept' : fateOf(connection, checkpoint);
  if (found === 'there') {
    copyDiagnosticsOfKind(connection, id, 'source_replaced');
    return null;
  }
  copyRolloutRows(connection, id);
  if (found === 'kept') return id;
  if (found === 'vanished' || found === 'shrank') {
    markSourceGone(connection, id, found);
    return id;
  }
  const keptAs = setRolloutRowsAside(connection, id);
  recordFinding(connection, id, { start: 0, end: 0 }, sourceReplaced(keptAs));
  return keptAs;
}

/** What became of the text that rows were made of; `kept` where nobody can tell. */
function fateOf(
  connection: Database.Database,
  checkpoint: CheckpointRow,
): 'there' | 'vanished' | 'shrank' | 'replaced' | 'kept' {
  const row = findRollout(connection, checkpoint.thread_id);
  if (row === null) return 'vanished';
  if (row.problem !== null) return 'kept';
  const source = sourceOf(row);
  try {
    // Only the text counts: by which rules its rows were made is no reason to keep them.
    const { reducer } = source;
    const { kind } = examineSource(source, { ...checkpoint, projector_version: PROJECTOR_VERSION, reducer });
    return kind === 'new' || kind === 'unchanged' || kind === 'continues' ? 'there' : kind;
  } catch (error) {
    if (error instanceof RolloutError) return 'kept';
    throw error;
  }
}

/**
 * After the projection: takes over what it did not come to, for whatever reason, and leaves out threads that were deleted
 * meanwhile. The inventory of the database in use is fresh.
 *
 * @returns the ids of the rows that were taken over
 */
export function carryRest({ from, to }: CarryOverOptions): string[] {
  const rest = missingRollouts({ from, to });
  withOtherDatabase(to.writer, from.path, () => {
    to.transaction((connection) => {
      copyUnknownRollouts(connection);
      forgetThreads(connection, deletedThreads({ from, to }));
      for (const id of rest) {
        removeRolloutRows(connection, id);
        copyRolloutRows(connection, id);
      }
      copyPruning(connection);
    });
  });
  return rest;
}

/** Rollouts of which the new database has less than the one in use, and no file to make it of. */
export function missingRollouts({ from, to }: CarryOverOptions): string[] {
  return listCheckpoints(from.reader)
    .filter((old) => {
      const made = readCheckpoint(to.reader, old.thread_id);
      if (made === null) return true;
      return made.source_gone !== null && made.next_rollout_byte_offset < old.next_rollout_byte_offset;
    })
    .map(({ thread_id }) => thread_id);
}

function deletedThreads({ from, to }: CarryOverOptions): string[] {
  const ids = (database: HistoryDatabase) =>
    database.reader
      .prepare<[], string>('select thread_id from threads union select thread_id from rollouts')
      .pluck()
      .all();
  const known = new Set(ids(from));
  // One with a file was never deleted: the database in use has lost it.
  const hasFile = (id: string) => findThreadRollouts(to.reader, id).some((row) => !isMissing(row));
  return ids(to).filter((id) => !known.has(id) && !hasFile(id));
}
