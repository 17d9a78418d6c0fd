/** Every item of a rollout that a reader can be shown, in the order of the log. */
import type Database from 'better-sqlite3';
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';

export interface ShownItem {
  item_id: string;
  item_type: string;
  item_json: string;
  origin: string;
}

const all = defineStatement<{ thread_id: string }, ShownItem>((db, arg) =>
  db
    .selectFrom('thread_items')
    .select(['item_id', 'item_type', 'item_json', 'origin'])
    .where('thread_id', '=', arg('thread_id'))
    .where('origin', '<>', sql.lit('unrecognised'))
    .orderBy('rollout_ordinal'),
);

/** Recovered items are among them. Nothing can be written over the connection until all are taken. */
export function iterateShownItems(
  connection: Database.Database,
  rolloutId: string,
): IterableIterator<ShownItem> {
  return all(connection).iterate({ thread_id: rolloutId });
}
