/** The rollouts of a home that have rows, with what became of their files since. */
import type Database from 'better-sqlite3';
import { defineStatement } from './define-statement.js';

export interface ProjectedRollout {
  rolloutId: string;
  threadId: string;
  path: string;
  sourceGone: string | null;
}

const list = defineStatement<{ home: string }, ProjectedRollout>((db, arg) =>
  db
    .selectFrom('rollouts as r')
    .innerJoin('thread_history_projection_state as s', 's.thread_id', 'r.rollout_id')
    .select([
      'r.rollout_id as rolloutId',
      'r.thread_id as threadId',
      'r.path as path',
      's.source_gone as sourceGone',
    ])
    .where('r.home', '=', arg('home'))
    .orderBy('r.path', 'desc'),
);

/** Newest name first. */
export function listProjectedRollouts(connection: Database.Database, home: string): ProjectedRollout[] {
  return list(connection).all({ home });
}
