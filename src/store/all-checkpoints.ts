/** Every checkpoint there is: which rollouts were projected, and sets of rows that were set aside. */
import type Database from 'better-sqlite3';
import type { CheckpointRow } from './checkpoint.js';
import { defineStatement } from './define-statement.js';

const all = defineStatement<Record<never, never>, CheckpointRow>((db) =>
  db.selectFrom('thread_history_projection_state').selectAll().orderBy('thread_id'),
);

const outdated = defineStatement<{ projector_version: number }, CheckpointRow>((db, arg) =>
  db
    .selectFrom('thread_history_projection_state as s')
    .innerJoin('rollouts as r', 'r.rollout_id', 's.thread_id')
    .selectAll('s')
    .where('s.projector_version', '<>', arg('projector_version'))
    .where('s.source_gone', 'is', null)
    .where('r.problem', 'is', null)
    .orderBy('s.thread_id'),
);

/** All checkpoints, by id. */
export function listCheckpoints(connection: Database.Database): CheckpointRow[] {
  return all(connection).all({});
}

/** Checkpoints of readable rollouts whose rows another projector version made; where their text has gone unnoticed, too. */
export function listOutdatedCheckpoints(
  connection: Database.Database,
  projectorVersion: number,
): CheckpointRow[] {
  return outdated(connection).all({ projector_version: projectorVersion });
}
