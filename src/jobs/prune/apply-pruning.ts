/** Removes what a plan names: a rollout at a time, each with its tombstone in one transaction. */
import type Database from 'better-sqlite3';
import { readCheckpoint } from '../../store/checkpoint.js';
import { removeRollout, removeThreadListing } from '../../store/gone-rollouts.js';
import type { HistoryDatabase } from '../../store/open-history-database.js';
import { writeTombstone } from '../../store/pruned-rollouts.js';
import { findReferences } from '../../store/rollout-references.js';
import { removeRolloutRows } from '../../store/rollout-rows.js';
import { findRollout, findThreadRollouts } from '../../store/rollouts.js';
import { isMissing, isOfNobody, type PrunePlan } from './plan-pruning.js';
import type { KeptRollout, PruneCandidate } from './prune-report.js';

export interface ApplyPruningOptions {
  database: HistoryDatabase;
  plan: PrunePlan;
  /** Unix milliseconds. */
  now: () => number;
  /** Ends it after the rollout that is being removed. */
  signal?: AbortSignal | undefined;
}

export interface PrunedRows {
  pruned: PruneCandidate[];
  /** Also those of the plan. */
  kept: KeptRollout[];
}

/**
 * Applies a plan. What changed since it was made stays.
 *
 * @throws StoreError; what was removed before it stays removed, with its tombstones
 */
export async function applyPruning({
  database,
  plan,
  now,
  signal,
}: ApplyPruningOptions): Promise<PrunedRows> {
  const result: PrunedRows = { pruned: [], kept: [...plan.kept] };
  let waiting = plan.candidates;
  // Whoever begins with the history of another goes before it, so that no chain is ever cut in its middle.
  for (let before = -1; waiting.length > 0 && before !== waiting.length; ) {
    before = waiting.length;
    const blocked: PruneCandidate[] = [];
    for (const candidate of waiting) {
      if (signal?.aborted) return result;
      const outcome = database.transaction((connection) => removeIfStanding(connection, candidate, now()));
      if (outcome === 'removed') result.pruned.push(candidate);
      else if (outcome === 'blocked') blocked.push(candidate);
      else result.kept.push({ rolloutId: candidate.rolloutId, why: 'changed' });
      // Others in this process get their turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    waiting = blocked;
  }
  for (const { rolloutId } of waiting) result.kept.push({ rolloutId, why: 'base_of_others' });
  return result;
}

function removeIfStanding(
  connection: Database.Database,
  candidate: PruneCandidate,
  nowMs: number,
): 'removed' | 'blocked' | 'changed' {
  if (!stillStands(connection, candidate)) return 'changed';
  if (candidate.reason === 'source_gone' && findReferences(connection, candidate.rolloutId).length > 0) {
    return 'blocked';
  }
  remove(connection, candidate, nowMs);
  return 'removed';
}

function stillStands(connection: Database.Database, { rolloutId, reason }: PruneCandidate): boolean {
  const checkpoint = readCheckpoint(connection, rolloutId);
  if (reason === 'set_aside') return checkpoint !== null;
  if (reason === 'leftover') return isOfNobody(connection, rolloutId);
  const row = findRollout(connection, rolloutId);
  return checkpoint?.source_gone === 'vanished' && row !== null && isMissing(row);
}

function remove(connection: Database.Database, candidate: PruneCandidate, nowMs: number): void {
  const { rolloutId, threadId, reason, turns, items, textBytes } = candidate;
  removeRolloutRows(connection, rolloutId);
  if (reason === 'source_gone') {
    removeRollout(connection, rolloutId);
    if (findThreadRollouts(connection, threadId).length === 0) removeThreadListing(connection, threadId);
  }
  if (reason === 'leftover') return;
  writeTombstone(connection, {
    rollout_id: rolloutId,
    thread_id: threadId,
    pruned_at_ms: nowMs,
    reason,
    turns,
    items,
    text_bytes: textBytes,
  });
}
