/** Rollouts whose files are gone while their rows are kept, and since when. */
import type Database from 'better-sqlite3';
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';

export interface GoneRollout {
  rollout_id: string;
  thread_id: string;
  /** Where the plain file was. */
  path: string;
  /** Unix milliseconds; null when nobody has noticed yet. */
  since_ms: number | null;
}

/** `shrank` is left out: that file is there, and its rows are of a longer one. */
const list = defineStatement<Record<never, never>, GoneRollout>(
  () => sql`
    select rollouts.rollout_id, rollouts.thread_id, rollouts.path, gone_sources.since_ms
    from thread_history_projection_state state
    join rollouts on rollouts.rollout_id = state.thread_id
    left join gone_sources on gone_sources.rollout_id = state.thread_id
    where state.source_gone is null or state.source_gone = 'vanished'
    order by gone_sources.since_ms, rollouts.rollout_id`,
);

/** Rollouts with rows whose file is there or has vanished, as the rows say; looking at the disk is for the caller. */
export function listPresentOrVanished(connection: Database.Database): GoneRollout[] {
  return list(connection).all({});
}

const removals = [
  defineStatement<{ thread_id: string }>((db, arg) =>
    db.deleteFrom('threads').where('thread_id', '=', arg('thread_id')),
  ),
  defineStatement<{ thread_id: string }>((db, arg) =>
    db.deleteFrom('thread_spawn_edges').where('child_thread_id', '=', arg('thread_id')),
  ),
];

/** Takes a thread without rollouts out of the listings; rows that were set aside stay. */
export function removeThreadListing(connection: Database.Database, threadId: string): void {
  for (const removal of removals) removal(connection).run({ thread_id: threadId });
}

const remove = defineStatement<{ rollout_id: string }>((db, arg) =>
  db.deleteFrom('rollouts').where('rollout_id', '=', arg('rollout_id')),
);

/** Removes what the inventory knows of a rollout. */
export function removeRollout(connection: Database.Database, rolloutId: string): void {
  remove(connection).run({ rollout_id: rolloutId });
}
