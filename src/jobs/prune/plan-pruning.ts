/** Picks the rows that can be pruned by what was asked for. Removes nothing. */
import { existsSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { listCheckpoints } from '../../store/all-checkpoints.js';
import { markSourceGone, readCheckpoint } from '../../store/checkpoint.js';
import { countRowsOf } from '../../store/count-rollout-rows.js';
import { listDerivedIds } from '../../store/derived-ids.js';
import { type GoneRollout, listPresentOrVanished } from '../../store/gone-rollouts.js';
import type { HistoryDatabase } from '../../store/open-history-database.js';
import { findReferences } from '../../store/rollout-references.js';
import { findRollout } from '../../store/rollouts.js';
import type { KeptRollout, PruneCandidate, PruneReason } from './prune-report.js';

/** What may go; nothing unless it is named. */
export interface PruneSelection {
  /** Rollouts whose files have been gone since before this time, unix milliseconds. */
  goneBeforeMs?: number | undefined;
  setAside?: boolean | undefined;
  leftovers?: boolean | undefined;
}

export interface PrunePlan {
  candidates: PruneCandidate[];
  /** Asked for, and not to go. */
  kept: KeptRollout[];
}

/**
 * Plans a pruning. Of files that are found missing on this occasion it is noted that they are, since the time counts from when
 * somebody has noticed; the inventory is to be fresh.
 */
export function planPruning(database: HistoryDatabase, selection: PruneSelection): PrunePlan {
  const { goneBeforeMs } = selection;
  if (database.readOnly === null) noteMissing(database);
  return database.snapshot((connection) => {
    const plan: PrunePlan = { candidates: [], kept: [] };
    const add = (rolloutId: string, reason: PruneReason, gone?: GoneRollout): void => {
      plan.candidates.push({
        rolloutId,
        threadId: gone?.thread_id ?? threadOf(connection, rolloutId),
        reason,
        goneSinceMs: gone?.since_ms ?? null,
        ...countRowsOf(connection, rolloutId),
      });
    };
    if (goneBeforeMs !== undefined) {
      const { prunable, needed } = selectGone(connection, goneBeforeMs);
      for (const gone of prunable) add(gone.rollout_id, 'source_gone', gone);
      plan.kept = needed.map(({ rollout_id }) => ({ rolloutId: rollout_id, why: 'base_of_others' }));
    }
    const checkpoints = new Set(listCheckpoints(connection).map(({ thread_id }) => thread_id));
    if (selection.setAside) for (const id of checkpoints) if (id.includes('~')) add(id, 'set_aside');
    if (selection.leftovers) {
      for (const id of listDerivedIds(connection)) if (isOfNobody(connection, id)) add(id, 'leftover');
    }
    return plan;
  });
}

/** Rows of a rollout that the inventory does not know, and that were not set aside: no answer ever shows them. */
export function isOfNobody(connection: Database.Database, id: string): boolean {
  const isSetAside = id.includes('~') && readCheckpoint(connection, id) !== null;
  return !isSetAside && findRollout(connection, id) === null;
}

/** True when neither the plain nor the compressed file is there. */
export function isMissing({ path }: Pick<GoneRollout, 'path'>): boolean {
  return !existsSync(path) && !existsSync(`${path}.zst`);
}

function noteMissing(database: HistoryDatabase): void {
  const unnoticed = database
    .snapshot(listPresentOrVanished)
    .filter((rollout) => rollout.since_ms === null && isMissing(rollout));
  if (unnoticed.length === 0) return;
  database.transaction((connection) => {
    for (const { rollout_id } of unnoticed) markSourceGone(connection, rollout_id, 'vanished');
  });
}

/** A rollout stays as long as one that stays begins with its history. */
function selectGone(
  connection: Database.Database,
  goneBeforeMs: number,
): { prunable: GoneRollout[]; needed: GoneRollout[] } {
  const gone = listPresentOrVanished(connection).filter(
    (rollout) => rollout.since_ms !== null && rollout.since_ms < goneBeforeMs && isMissing(rollout),
  );
  const going = new Map(gone.map((rollout) => [rollout.rollout_id, rollout]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const id of going.keys()) {
      if (findReferences(connection, id).some((other) => !going.has(other.rollout_id))) {
        going.delete(id);
        changed = true;
      }
    }
  }
  return { prunable: [...going.values()], needed: gone.filter(({ rollout_id }) => !going.has(rollout_id)) };
}

function threadOf(connection: Database.Database, id: string): string {
  const [rolloutId = id] = id.split('~');
  return findRollout(connection, rolloutId)?.thread_id ?? rolloutId;
}
