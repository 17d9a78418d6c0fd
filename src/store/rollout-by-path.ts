/** Finds the rollout of a file. */
import type Database from 'better-sqlite3';
import { defineStatement } from './define-statement.js';
import type { RolloutRow } from './rollouts.js';

const byPath = defineStatement<{ path: string }, RolloutRow>((db, arg) =>
  db.selectFrom('rollouts').selectAll().where('path', '=', arg('path')),
);

/** @param plainPath without `.zst` */
export function findRolloutByPath(connection: Database.Database, plainPath: string): RolloutRow | null {
  return byPath(connection).get({ path: plainPath }) ?? null;
}
