/**
 * What a line of a rollout turned out to be.
 */
import type { RolloutRecord } from './record/rollout-record.js';

/** A line that Codex 0.169 reads as a record. `timestamp` is opaque text; legacy rollouts have no ordinals. */
export interface RecordLine {
  readonly kind: 'record';
  readonly timestamp: string;
  readonly ordinal: number | null;
  readonly record: RolloutRecord;
}

/**
 * A JSON object that is not a record: an unknown kind, a missing field, an unknown word, a number too wide. `json` is what `JSON.parse`
 * made of it. `unknownHistoryMode` marks a session_meta whose mode is neither absent nor known, whatever else is wrong with it: the
 * whole rollout is refused while none was accepted before it (spec: rollout-format §4).
 */
export interface UnrecognisedLine {
  readonly kind: 'unrecognised';
  readonly timestamp: string | null;
  readonly ordinal: number | null;
  readonly type: string;
  readonly reason: string;
  readonly unknownHistoryMode: boolean;
  readonly json: Record<string, unknown>;
}

/** A kind of record that Codex once wrote and now drops without a trace: it has no record index (spec: rollout-format §15.3). */
export interface RetiredLine {
  readonly kind: 'retired';
  readonly ordinal: number | null;
  readonly type: string;
}

/** Not JSON as Codex reads it, or not an object. */
export interface MalformedLine {
  readonly kind: 'malformed';
  readonly reason: string;
}

export type DecodedLine = RecordLine | UnrecognisedLine | RetiredLine | MalformedLine;
