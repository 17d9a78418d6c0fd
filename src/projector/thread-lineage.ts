/**
 * The rollouts that make up a thread's visible history, as readers of rows see them: rows of each rollout between two
 * ordinals, oldest rollout first (spec projection §8).
 */

/** A stretch of one rollout's rows. */
export interface Segment {
  rolloutId: string;
  /** First ordinal that belongs to the thread: just after the session_meta. */
  startOrdinal: number;
  /** Exclusive; null for the newest segment, which is open. */
  endOrdinal: number | null;
  /** Where it ends in the plain text of its rollout, just after its last line; null for the newest segment. */
  endByteOffset: number | null;
}

export interface ThreadLineage {
  threadId: string;
  historyMode: 'legacy' | 'paginated';
  archived: boolean;
  segments: Segment[];
  /** Rollout id of an ancestor whose file is gone and was never projected: history before it cannot be shown. */
  missingAncestor: string | null;
}
