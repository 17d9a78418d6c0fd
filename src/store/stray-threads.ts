/** Threads whose files lie partly among the active and partly among the archived ones. */
import type Database from 'better-sqlite3';
import { defineStatement } from './define-statement.js';

export interface StrayThread {
  thread_id: string;
  /** Where the current rollout is, and the others belong. */
  archived: number;
}

const strays = defineStatement<Record<never, never>, StrayThread>((db) =>
  db
    .selectFrom('threads')
    .innerJoin('rollouts', 'rollouts.thread_id', 'threads.thread_id')
    .select(['threads.thread_id', 'threads.archived'])
    .distinct()
    .whereRef('rollouts.archived', '<>', 'threads.archived')
    .orderBy('threads.thread_id'),
);

/** Every such thread; files that have vanished count as where they were last seen. */
export function listStrayThreads(connection: Database.Database): StrayThread[] {
  return strays(connection).all({});
}
