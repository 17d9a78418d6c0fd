/** Every checkpoint there is: which rollouts were projected, and sets of rows that were set aside. */
import type Database from 'better-sqlite3';
import type { CheckpointRow } from './checkpoint.js';
import { defineStatement } from './define-statement.js';

const all = defineStatement<Record<never, never>, CheckpointRow>((db) =>
  db.selectFrom('thread_history_projection_state').selectAll().orderBy('thread_id'),
);

const outdated = defineStatement<{ projector_version: number }, { count: number }>((db, arg) =>
  db
    .selectFrom('thread_history_projection_state')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('projector_version', '<>', arg('projector_version'))
    .where('source_gone', 'is', null)
    .where('thread_id', 'not like', '%~%'),
);

/** All checkpoints, by id. */
export function listCheckpoints(connection: Database.Database): CheckpointRow[] {
  return all(connection).all({});
}

/** How many rollouts with a file have rows of another projector version. */
export function countOutdatedRollouts(connection: Database.Database, projectorVersion: number): number {
  return outdated(connection).get({ projector_version: projectorVersion })?.count ?? 0;
}
