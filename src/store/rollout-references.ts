/** Which rollouts build on the history of another one: forks, and what a thread was reverted to. */
import type Database from 'better-sqlite3';
import { defineStatement } from './define-statement.js';
import type { RolloutRow } from './rollouts.js';

const byBase = defineStatement<{ base: string }, RolloutRow>((db, arg) =>
  db.selectFrom('rollouts').selectAll().where('base_rollout_id', '=', arg('base')).orderBy('rollout_id'),
);

/** The rollouts whose history begins in this one, as far as their heads are known. */
export function findReferences(connection: Database.Database, rolloutId: string): RolloutRow[] {
  return byBase(connection).all({ base: rolloutId });
}
