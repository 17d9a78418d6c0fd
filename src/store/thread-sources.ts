/** The files of each thread in sum: what a projection of all threads goes through. */
import type Database from 'better-sqlite3';
import { defineStatement } from './define-statement.js';

export interface ThreadSource {
  thread_id: string;
  /** Of all of its files on disk. */
  size_bytes: number;
  modified_at_ms: number;
}

const list = defineStatement<Record<never, never>, ThreadSource>((db) =>
  db
    .selectFrom('rollouts')
    .select((eb) => [
      'thread_id',
      eb.fn.sum<number>('size_bytes').as('size_bytes'),
      eb.fn.max('modified_at_ms').as('modified_at_ms'),
    ])
    .groupBy('thread_id')
    .orderBy('modified_at_ms', 'desc')
    .orderBy('thread_id', 'desc'),
);

/** Every known thread, the one written to last first; also those whose files are refused. */
export function listThreadSources(connection: Database.Database): ThreadSource[] {
  return list(connection).all({});
}
