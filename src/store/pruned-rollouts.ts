/** Tombstones: which rollouts had rows that were pruned, so that they are not taken for never seen. */
import type Database from 'better-sqlite3';
import type { Selectable } from 'kysely';
import { defineStatement } from './define-statement.js';
import type { PrunedRolloutsTable } from './tables.js';

export type TombstoneRow = Selectable<PrunedRolloutsTable>;

const write = defineStatement<TombstoneRow>((db, arg) =>
  db.replaceInto('pruned_rollouts').values({
    rollout_id: arg('rollout_id'),
    thread_id: arg('thread_id'),
    pruned_at_ms: arg('pruned_at_ms'),
    reason: arg('reason'),
    turns: arg('turns'),
    items: arg('items'),
    text_bytes: arg('text_bytes'),
  }),
);

const list = defineStatement<Record<never, never>, TombstoneRow>((db) =>
  db.selectFrom('pruned_rollouts').selectAll().orderBy('pruned_at_ms', 'desc').orderBy('rollout_id'),
);

const byId = defineStatement<{ rollout_id: string }, TombstoneRow>((db, arg) =>
  db.selectFrom('pruned_rollouts').selectAll().where('rollout_id', '=', arg('rollout_id')),
);

/** Notes that rows of a rollout were pruned; the latest time counts. */
export function writeTombstone(connection: Database.Database, row: TombstoneRow): void {
  write(connection).run(row);
}

/** Every tombstone, the newest first. */
export function listTombstones(connection: Database.Database): TombstoneRow[] {
  return list(connection).all({});
}

/** The tombstone of a rollout (or of rows that were set aside), or null. */
export function findTombstone(connection: Database.Database, rolloutId: string): TombstoneRow | null {
  return byId(connection).get({ rollout_id: rolloutId }) ?? null;
}
