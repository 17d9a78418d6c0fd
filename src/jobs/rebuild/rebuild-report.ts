/** What a rebuild tells. */
import type { ThreadReport } from '../../projector/project-threads.js';

/** What became of one rollout of a thread that was rebuilt in place. */
export interface RolloutRebuild {
  rolloutId: string;
  /** `source_gone`: its file is gone or too short, and its rows stay as they were. */
  status: 'rebuilt' | 'source_gone' | 'failed';
  /** Why it failed. */
  reason?: string;
  /** Derived rows before and after. */
  rowsBefore: number;
  rowsAfter: number;
  /** Plain text read for it. */
  bytesRead: number;
}

/** One thread that was rebuilt in place. */
export interface ThreadRebuild {
  threadId: string;
  /** `partial`: some rollouts were; `removed`: nothing but its name was known, and it is no longer listed. */
  status: 'rebuilt' | 'source_gone' | 'failed' | 'partial' | 'removed';
  rollouts: RolloutRebuild[];
}

/**
 * What became of a rebuild beside:
 *
 * - `swapped`: the new rows are in the place of the old ones
 * - `stopped`: the caller asked to leave off, and nothing was changed
 */
export interface BesideRebuild {
  status: 'swapped' | 'stopped';
  threads: number;
  failed: ThreadReport[];
  /** Ids of rows that no file could give again, and that were taken over: rollout ids, with `~<n>` where set aside. */
  carriedOver: string[];
  /** Plain text read. */
  bytesRead: number;
  linesParsed: number;
  /** Of the database file. */
  bytesBefore: number;
  bytesAfter: number;
  durationMs: number;
}
