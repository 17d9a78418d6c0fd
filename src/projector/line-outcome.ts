/**
 * Between reading and writing: what a line comes to. It is plain data, so that one thread can read lines while another
 * writes rows, and it holds nothing of a record that no row needs.
 */
import type { DecodedLine, RolloutRecord } from '../events/decode-line.js';
import type { EventMsg } from '../events/event-msg/event-msg.js';
import type { ItemRow } from '../store/upsert-item.js';
import type { CanonicalRows } from './canonical/canonical-rows.js';
import type { Finding } from './finding.js';

/** A complete line with its place in the plain text; null content is a line that was too long to hold. */
export interface PlacedText {
  start: number;
  end: number;
  line: DecodedLine | null;
  /** The output of a command that was held back from its line, as JSON text without quotes; its row needs it. */
  output?: Uint8Array | null;
}

/** What is to be written for a line. */
export type LineWrite =
  /** Rows of a paginated rollout. `makeRoom`: items that were not recognised may be in their place. */
  | { kind: 'rows'; rows: CanonicalRows; ordinal: number; makeRoom: boolean }
  | { kind: 'unrecognised'; row: ItemRow }
  /** Records for the legacy reducer, which needs the rows before it can say what they change. */
  | { kind: 'records'; records: RolloutRecord[]; lineTimeMs: number }
  /** A legacy record that changes nothing and counts all the same; `folder` is the working directory that it tells. */
  | { kind: 'passing'; folder: string | null }
  /** A line that is no record and tells the working directory. */
  | { kind: 'told'; folder: string }
  /** A legacy event that Codex passes over and does not count, and that recovery makes use of. */
  | { kind: 'unshown'; event: EventMsg; lineTimeMs: number };

/** What a line comes to: a finding, a write, or both. */
export interface LineOutcome {
  start: number;
  end: number;
  finding: Finding | null;
  write: LineWrite | null;
}

/** Where a reader stands. */
export interface ReadPosition {
  nextOrdinal: number;
  unrecognisedItems: number;
}

/** Reads lines in order, outside any transaction. */
export interface LineReader {
  /** What the next line comes to; null when nothing is to be written or told. */
  read(text: PlacedText): LineOutcome | null;
  /** Takes a record without history of which only the ordinal was read. */
  pass(place: { start: number; end: number }, ordinal: number): LineOutcome | null;
  position(): ReadPosition;
}

/** The outcome of a line that is only remarked on. */
export function remark({ start, end }: { start: number; end: number }, finding: Finding): LineOutcome {
  return { start, end, finding, write: null };
}
