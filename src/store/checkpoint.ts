/**
 * The checkpoint row of a rollout: read, and written by compare-and-set on the byte offset, so that of two projecting
 * processes one advances and the other learns of it (spec projection §5).
 */
import type Database from 'better-sqlite3';
import type { Selectable } from 'kysely';
import { defineStatement } from './define-statement.js';
import type { ProjectionStateTable } from './tables.js';

export type CheckpointRow = Selectable<ProjectionStateTable>;

const read = defineStatement<{ thread_id: string }, CheckpointRow>((db, arg) =>
  db.selectFrom('thread_history_projection_state').selectAll().where('thread_id', '=', arg('thread_id')),
);

const columns = (arg: <Name extends keyof CheckpointRow & string>(name: Name) => CheckpointRow[Name]) => ({
  next_rollout_byte_offset: arg('next_rollout_byte_offset'),
  next_rollout_ordinal: arg('next_rollout_ordinal'),
  reducer: arg('reducer'),
  reducer_state: arg('reducer_state'),
  projector_version: arg('projector_version'),
  source_size: arg('source_size'),
  source_mtime_ns: arg('source_mtime_ns'),
  source_inode: arg('source_inode'),
  head_bytes: arg('head_bytes'),
  head_digest: arg('head_digest'),
  tail_bytes: arg('tail_bytes'),
  tail_digest: arg('tail_digest'),
  source_gone: arg('source_gone'),
  unrecognised_items: arg('unrecognised_items'),
});

const insert = defineStatement<CheckpointRow>((db, arg) =>
  db
    .insertInto('thread_history_projection_state')
    .values({ thread_id: arg('thread_id'), ...columns(arg) })
    .onConflict((conflict) => conflict.column('thread_id').doNothing()),
);

const advance = defineStatement<CheckpointRow & { expected_offset: number }>((db, arg) =>
  db
    .updateTable('thread_history_projection_state')
    .set(columns(arg))
    .where('thread_id', '=', arg('thread_id'))
    .where('next_rollout_byte_offset', '=', arg('expected_offset')),
);

const markGone = defineStatement<{ thread_id: string; source_gone: string }>((db, arg) =>
  db
    .updateTable('thread_history_projection_state')
    .set({ source_gone: arg('source_gone') })
    .where('thread_id', '=', arg('thread_id')),
);

const markSeen = defineStatement<
  Pick<CheckpointRow, 'thread_id' | 'source_size' | 'source_mtime_ns' | 'source_inode'>
>((db, arg) =>
  db
    .updateTable('thread_history_projection_state')
    .set({
      source_size: arg('source_size'),
      source_mtime_ns: arg('source_mtime_ns'),
      source_inode: arg('source_inode'),
    })
    .where('thread_id', '=', arg('thread_id')),
);

/** The checkpoint of a rollout, or null when nothing of it was projected yet. */
export function readCheckpoint(connection: Database.Database, rolloutId: string): CheckpointRow | null {
  return read(connection).get({ thread_id: rolloutId }) ?? null;
}

/**
 * Moves a checkpoint from `expectedOffset` (null: none yet) to `next`.
 *
 * @returns 'conflict' when somebody else has moved it meanwhile; the caller's transaction must then be given up
 */
export function advanceCheckpoint(
  connection: Database.Database,
  expectedOffset: number | null,
  next: CheckpointRow,
): 'advanced' | 'conflict' {
  const { changes } =
    expectedOffset === null
      ? insert(connection).run(next)
      : advance(connection).run({ ...next, expected_offset: expectedOffset });
  return changes === 1 ? 'advanced' : 'conflict';
}

/** Says of a rollout's rows that their file vanished or shrank. The rows stay (design, law 8). */
export function markSourceGone(
  connection: Database.Database,
  rolloutId: string,
  how: 'vanished' | 'shrank',
): void {
  markGone(connection).run({ thread_id: rolloutId, source_gone: how });
}

/** Notes what the file of a rollout looked like when it was last examined. */
export function noteSourceSeen(
  connection: Database.Database,
  rolloutId: string,
  seen: { size: number; mtimeNs: string; inode: string },
): void {
  markSeen(connection).run({
    thread_id: rolloutId,
    source_size: seen.size,
    source_mtime_ns: seen.mtimeNs,
    source_inode: seen.inode,
  });
}
