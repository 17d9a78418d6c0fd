/** Which rollouts of a thread can be projected ahead: those that readers of it need, that have no rows yet and are small. */
import type Database from 'better-sqlite3';
import { RolloutError } from '../../rollout/index.js';
import { readCheckpoint } from '../../store/checkpoint.js';
import { findRollout } from '../../store/rollouts.js';
import { findThread } from '../../store/threads.js';
import type { RolloutSource } from '../rollout-source.js';
import { sourceOf, storedLineage } from '../stored-lineage.js';

/** All of a rollout's rows are in memory at a time; a larger one is projected batch by batch. */
const SMALL_BYTES = 4 * 1024 * 1024;
/** A tenth is what compression leaves of a log as a rule; there are better ones. */
const SMALL_COMPRESSED_BYTES = 128 * 1024;

/** Sources of such rollouts, oldest first; none for a thread that is refused or broken, which others tell. */
export function freshRollouts(connection: Database.Database, threadId: string): RolloutSource[] {
  const thread = findThread(connection, threadId);
  if (thread === null) return [];
  try {
    return storedLineage(connection, thread.rollout_id).segments.flatMap(({ rolloutId }) => {
      const row = findRollout(connection, rolloutId);
      if (row === null || row.problem !== null || readCheckpoint(connection, rolloutId) !== null) return [];
      const small = row.size_bytes <= (row.compressed === 1 ? SMALL_COMPRESSED_BYTES : SMALL_BYTES);
      return small ? [sourceOf(row)] : [];
    });
  } catch (error) {
    if (error instanceof RolloutError) return [];
    throw error;
  }
}
