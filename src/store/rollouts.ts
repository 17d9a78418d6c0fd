/** The inventory of rollout files: one row a rollout id, with what its head says. */
import type Database from 'better-sqlite3';
import { type Selectable, sql } from 'kysely';
import { defineStatement } from './define-statement.js';
import type { RolloutsTable } from './tables.js';

export type RolloutRow = Selectable<RolloutsTable>;

const COLUMNS = [
  'thread_id',
  'home',
  'path',
  'compressed',
  'archived',
  'stamp',
  'format',
  'history_mode',
  'base_rollout_id',
  'base_end_ordinal',
  'base_end_byte_offset',
  'subagent_start_ordinal',
  'meta_json',
  'preview',
  'preview_searched_to',
  'size_bytes',
  'modified_at_ms',
  'problem',
] as const satisfies readonly (keyof RolloutRow)[];

const write = defineStatement<RolloutRow>((db, arg) =>
  db
    .insertInto('rollouts')
    .values({
      rollout_id: arg('rollout_id'),
      thread_id: arg('thread_id'),
      home: arg('home'),
      path: arg('path'),
      compressed: arg('compressed'),
      archived: arg('archived'),
      stamp: arg('stamp'),
      format: arg('format'),
      history_mode: arg('history_mode'),
      base_rollout_id: arg('base_rollout_id'),
      base_end_ordinal: arg('base_end_ordinal'),
      base_end_byte_offset: arg('base_end_byte_offset'),
      subagent_start_ordinal: arg('subagent_start_ordinal'),
      meta_json: arg('meta_json'),
      preview: arg('preview'),
      preview_searched_to: arg('preview_searched_to'),
      size_bytes: arg('size_bytes'),
      modified_at_ms: arg('modified_at_ms'),
      problem: arg('problem'),
    })
    .onConflict((conflict) =>
      conflict
        .column('rollout_id')
        .doUpdateSet((eb) =>
          Object.fromEntries(COLUMNS.map((column) => [column, eb.ref(`excluded.${column}`)])),
        ),
    ),
);

const byId = defineStatement<{ rollout_id: string }, RolloutRow>((db, arg) =>
  db.selectFrom('rollouts').selectAll().where('rollout_id', '=', arg('rollout_id')),
);

const byThread = defineStatement<{ thread_id: string }, RolloutRow>((db, arg) =>
  db
    .selectFrom('rollouts')
    .selectAll()
    .where('thread_id', '=', arg('thread_id'))
    .orderBy('stamp')
    .orderBy('rollout_id'),
);

const children = defineStatement<{ rollout_id: string }, { thread_id: string }>((db, arg) =>
  db.selectFrom('rollouts').select('thread_id').distinct().where('base_rollout_id', '=', arg('rollout_id')),
);

/** `union` ends at a cycle of spawn edges. */
const family = defineStatement<{ thread_id: string }, { rollout_id: string }>(
  (_, arg) => sql<{ rollout_id: string }>`
    with recursive member(thread_id) as (
      select ${arg('thread_id')}
      union
      select edge.child_thread_id from thread_spawn_edges edge join member on edge.parent_thread_id = member.thread_id)
    select rollout.rollout_id
    from member join rollouts rollout on rollout.thread_id = member.thread_id
    left join thread_history_projection_state state on state.thread_id = rollout.rollout_id
    where state.thread_id is null and rollout.problem is null`,
);

const all = defineStatement<Record<never, never>, RolloutRow>((db) => db.selectFrom('rollouts').selectAll());

/** Writes what is known of a rollout file. */
export function writeRollout(connection: Database.Database, row: RolloutRow): void {
  write(connection).run(row);
}

/** What is known of a rollout. */
export function findRollout(connection: Database.Database, rolloutId: string): RolloutRow | null {
  return byId(connection).get({ rollout_id: rolloutId }) ?? null;
}

/** The rollouts of a thread, oldest first. */
export function findThreadRollouts(connection: Database.Database, threadId: string): RolloutRow[] {
  return byThread(connection).all({ thread_id: threadId });
}

/** Threads with a rollout that continues this one. */
export function findThreadsContinuing(connection: Database.Database, rolloutId: string): string[] {
  return children(connection)
    .all({ rollout_id: rolloutId })
    .map((row) => row.thread_id);
}

/** Rollouts of a thread and of the sub-agents below it that were never projected. */
export function findFamilyRollouts(connection: Database.Database, threadId: string): string[] {
  return family(connection)
    .all({ thread_id: threadId })
    .map((row) => row.rollout_id);
}

/** Every known rollout. */
export function listRollouts(connection: Database.Database): RolloutRow[] {
  return all(connection).all({});
}
