/** What a verification tells: of each rollout, and in all. */
import type { DerivedTable } from '../../store/derived-tables.js';

/** A value of a row; long texts are cut, and what is only known by its digest is `sha256:…`. */
export type ShownValue = string | number | null;

/** A row that is not what the text of its rollout comes to. */
export interface Difference {
  table:
    | DerivedTable['name']
    | 'thread_history_projection_state'
    | 'rollouts'
    | 'threads'
    | 'thread_spawn_edges';
  /** `missing`: the row is not stored; `extra`: it should not be; `reference`: it breaks a rule between rows. */
  kind: 'missing' | 'extra' | 'changed' | 'reference';
  /** What names the row in its table. */
  key: Record<string, ShownValue>;
  ordinal: number | null;
  /** Where in the plain text the record begins that made the row; null when no record did. */
  byteOffset: number | null;
  /** Of a changed row, each column that differs. */
  columns: { column: string; stored: ShownValue; expected: ShownValue }[];
  /** The rule that is broken. */
  rule?: string;
}

/**
 * - `proved`: the rows are what the file comes to, to its last complete line
 * - `behind`: they are as far as they go, and the file goes on or was touched since
 * - `differs`: they are not
 * - `unprovable`: there is no text to prove them by, or it is not the one they were made of
 * - `failed`: the rollout could not be looked at
 */
export type ProofStatus = 'proved' | 'behind' | 'differs' | 'unprovable' | 'failed';

/** Why rows cannot be proved, or what the rows are behind of. */
export type ProofCause =
  | 'source_gone'
  | 'source_replaced'
  | 'set_aside'
  | 'other_projector'
  | 'unknown_rollout'
  | 'refused'
  | 'file_grew'
  | 'file_touched'
  | 'never_projected';

/** What became of one rollout. */
export interface RolloutVerdict {
  threadId: string;
  rolloutId: string;
  status: ProofStatus;
  cause: ProofCause | null;
  /** The cause, or the failure, in a sentence. */
  reason: string | null;
  /** The place in the plain text up to which rows were compared; null when none were. */
  compared: ComparedTo | null;
  /** The first of them; of the inventory before those of rows. */
  differences: Difference[];
  differenceCount: number;
  /** The command that mends the differences, without the name of the program; null when there are none. */
  mend: string | null;
  /** Plain text read. */
  bytesRead: number;
}

export interface ComparedTo {
  byteOffset: number;
  /** That the next record would take. */
  nextOrdinal: number;
  projectorVersion: number;
  /** SHA-256 of the last bytes before the offset, as the checkpoint has it. */
  tailDigest: string;
  /** SHA-256 of all rows as they are stored. */
  rowsDigest: string;
  rows: number;
  /** Lines without a row because they could not be read. */
  skipped: number;
  /** Legal, as in the turns of a review. */
  itemsWithoutTurn: number;
}

export interface VerifyTotals {
  rollouts: number;
  proved: number;
  behind: number;
  differs: number;
  unprovable: number;
  failed: number;
  rows: number;
  differences: number;
  bytesRead: number;
  durationMs: number;
}

export function noVerifyTotals(): VerifyTotals {
  return {
    rollouts: 0,
    proved: 0,
    behind: 0,
    differs: 0,
    unprovable: 0,
    failed: 0,
    rows: 0,
    differences: 0,
    bytesRead: 0,
    durationMs: 0,
  };
}

/** Counts one more rollout. */
export function addVerdict(totals: VerifyTotals, verdict: RolloutVerdict): void {
  totals.rollouts++;
  totals[verdict.status]++;
  totals.rows += verdict.compared?.rows ?? 0;
  totals.differences += verdict.differenceCount;
  totals.bytesRead += verdict.bytesRead;
}

/** A verdict without a comparison. */
export function verdict(
  { threadId, rolloutId }: Pick<RolloutVerdict, 'threadId' | 'rolloutId'>,
  status: ProofStatus,
  cause: ProofCause | null,
  reason: string | null,
): RolloutVerdict {
  return {
    threadId,
    rolloutId,
    status,
    cause,
    reason,
    compared: null,
    differences: [],
    differenceCount: 0,
    mend: null,
    bytesRead: 0,
  };
}

/** Differences of one rollout that are kept. */
export const MOST_KEPT = 20;

/**
 * A verdict that tells differences, too: those before its own.
 *
 * @param threadId which thread is to be rebuilt to mend them
 */
export function withDifferences(
  verdict: RolloutVerdict,
  found: readonly Difference[],
  threadId = verdict.threadId,
): RolloutVerdict {
  const { differences, differenceCount, mend } = verdict;
  return {
    ...verdict,
    status: 'differs',
    differences: [...found, ...differences].slice(0, MOST_KEPT),
    differenceCount: found.length + differenceCount,
    mend: mend ?? mendingThread(threadId),
  };
}

/** Makes everything that is known of a thread again. */
export function mendingThread(threadId: string): string {
  return `rebuild ${threadId}`;
}

/** Removes rows that nobody can be shown. */
export const MENDING_LEFTOVERS = 'prune --leftovers --apply';
