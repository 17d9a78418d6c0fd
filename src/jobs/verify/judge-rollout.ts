/** The verdict on a rollout whose file was folded up to its checkpoint: compares the fold with one snapshot of the rows. */
import type Database from 'better-sqlite3';
import type { SourceState } from '../../projector/examine-source.js';
import type { RolloutSource } from '../../projector/rollout-source.js';
import { checkReferences, countItemsWithoutTurn } from '../../store/check-references.js';
import type { CheckpointRow } from '../../store/checkpoint.js';
import { countSkipped } from '../../store/count-skipped.js';
import type { DerivedRows } from '../../store/derived-tables.js';
import { compareCheckpoint } from './compare-checkpoint.js';
import { compareRows } from './compare-rows.js';
import { DifferenceList } from './difference-list.js';
import { digestRows } from './digest-rows.js';
import type { RolloutFold } from './fold-rollout.js';
import { locateRecords } from './locate-records.js';
import { takeOverOwnDiagnostics } from './own-diagnostics.js';
import type { Shadow } from './shadow.js';
import type { StoredDigest } from './stored-digest.js';
import {
  mendingThread,
  type ProofCause,
  type ProofStatus,
  type RolloutVerdict,
  verdict,
} from './verify-report.js';
import type { VerifyTask } from './verify-task.js';

/** All that a verdict is made of. */
export interface Judgement {
  task: VerifyTask;
  /** In a snapshot. */
  connection: Database.Database;
  stored: readonly DerivedRows[];
  /** Rows that were digested before, if they were. */
  digested: StoredDigest | null;
  shadow: Shadow;
  checkpoint: CheckpointRow;
  /** What became of the file since that checkpoint. */
  state: SourceState;
  /** Up to the checkpoint. */
  fold: RolloutFold;
  source: RolloutSource;
}

/** Compares rows and checkpoint with what the file comes to, and names what differs. */
export function judgeRollout(judgement: Judgement): RolloutVerdict {
  const { task, connection, stored, digested, shadow, checkpoint, state, fold, source } = judgement;
  const { rolloutId } = task;
  takeOverOwnDiagnostics({ rolloutId, stored: connection, expected: shadow.connection });
  const expected = shadow.rows;
  const should = digestRows(expected, rolloutId);
  // A digest of other rows tells nothing: those of this snapshot are asked themselves then.
  const known = digested !== null && isOf(digested, checkpoint) && digested.digest === should.digest;
  const { digest: rowsDigest, rows } = known ? digested : digestRows(stored, rolloutId);
  const list = new DifferenceList();
  const checked = compareCheckpoint(checkpoint, source, fold);
  if (state.kind === 'shrank') {
    checked.columns.push({ column: 'source_gone', stored: checkpoint.source_gone, expected: null });
  }
  list.addCheckpoint(rolloutId, checked.columns);
  if (rowsDigest !== should.digest) {
    for (const difference of compareRows({ rolloutId, stored, expected })) list.add(difference);
  }
  for (const broken of checkReferences(connection, rolloutId)) list.addBroken(broken);

  const untouched = state.kind === 'unchanged';
  if (list.count > 0 && !untouched && (!checked.sameText || checkpoint.reducer !== source.reducer)) {
    const reason =
      'its file holds other text than its rows were made of; the next read sets them aside and projects it';
    return { ...verdict(task, 'unprovable', 'source_replaced', reason), bytesRead: fold.bytesRead };
  }
  list.locate((ordinals) => locateRecords(source, checkpoint.next_rollout_byte_offset, ordinals));
  return {
    ...verdict(task, ...standing(list, fold, untouched)),
    compared: {
      byteOffset: checkpoint.next_rollout_byte_offset,
      nextOrdinal: checkpoint.next_rollout_ordinal,
      projectorVersion: checkpoint.projector_version,
      tailDigest: checkpoint.tail_digest,
      rowsDigest,
      rows,
      skipped: countSkipped(connection, rolloutId),
      itemsWithoutTurn: countItemsWithoutTurn(connection, rolloutId),
    },
    differences: list.first,
    differenceCount: list.count,
    mend: list.count > 0 ? mendingThread(task.threadId) : null,
    bytesRead: fold.bytesRead,
  };
}

function isOf({ checkpoint }: StoredDigest, now: CheckpointRow): boolean {
  return (
    checkpoint.next_rollout_byte_offset === now.next_rollout_byte_offset &&
    checkpoint.tail_digest === now.tail_digest
  );
}

function standing(
  { count }: DifferenceList,
  { more }: RolloutFold,
  untouched: boolean,
): [ProofStatus, ProofCause | null, string | null] {
  if (count > 0) return ['differs', null, null];
  if (more) return ['behind', 'file_grew', 'its file goes on behind what was projected of it'];
  if (untouched) return ['proved', null, null];
  return ['behind', 'file_touched', 'its file was touched since it was projected, and holds the same text'];
}
