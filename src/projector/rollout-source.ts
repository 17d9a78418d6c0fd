/** What the projector must know of a rollout before it reads a line: where it lies, and what its head says. */

/** Which reducer a rollout's lines are for. */
export type ReducerName = 'canonical' | 'legacy' | 'bare';

export interface RolloutSource {
  rolloutId: string;
  threadId: string;
  /** On disk; may end in `.zst`. */
  path: string;
  reducer: ReducerName;
  /** Ordinal of the session_meta: 0, or where the base of a fork ends (spec projection §1). */
  initialOrdinal: number;
  /** Ordinals below it are inherited model context and are not projected (spec rollout-format §4). */
  subagentStartOrdinal: number | null;
}
