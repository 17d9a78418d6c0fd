/**
 * Between reading and writing: what a line comes to. It is plain data, so that one thread can read lines while another
 * writes rows, and it holds nothing of a record that no row needs.
 */
import type { DecodedLine, RolloutRecord } from '../events/decode-line.js';
import type { EventMsg } from '../events/event-msg/event-msg.js';
import type { ItemRow } from '../store/upsert-item.js';
import type { CanonicalRows } from './canonical/canonical-rows.js';
import type { MigratedStretch } from './canonical/migrated-stretch.js';
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
  /**
   * Rows of a paginated rollout. `makeRoom`: items that were not recognised may be in their place. `endsStretch`: what follows
   * was not migrated.
   */
  | { kind: 'rows'; rows: CanonicalRows; ordinal: number; makeRoom: boolean; endsStretch?: boolean }
  /** A migrated record of a paginated rollout, for recovery. */
  | {
      kind: 'recover';
      record: RolloutRecord;
      ordinal: number;
      /** The open turn. */
      turnId: string | null;
      /** 0 where the line has no usable time. */
      lineTimeMs: number;
      makeRoom: boolean;
    }
  /**
   * An item of a kind that is not known; `displaced`: one whose line has no ordinal of its own, kept only where there is room, which
   * the finding then says.
   */
  | { kind: 'unrecognised'; row: ItemRow; displaced?: true }
  /** Records for the legacy reducer, which needs the rows before it can say what they change. */
  | { kind: 'records'; records: RolloutRecord[]; lineTimeMs: number }
  /** A legacy record that changes nothing and counts all the same; `folder` is the working directory that it tells. */
  | { kind: 'passing'; folder: string | null }
  /** A line that changes nothing, is not counted, and tells the working directory. */
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
  /** Of a paginated rollout; null where lines are as a session wrote them. */
  stretch: MigratedStretch | null;
}

/** Reads lines in order, outside any transaction. */
export interface LineReader {
  /** What the next line comes to; null when nothing is to be written or told. */
  read(text: PlacedText): LineOutcome | null;
  /** Takes a record without history of which only the ordinal was read. */
  pass(place: { start: number; end: number }, ordinal: number): LineOutcome | null;
  /** Whether the next line has to be read although records of its kind hold no history. */
  looksInto(kind: string): boolean;
  position(): ReadPosition;
}

/** The outcome of a line that is only remarked on. */
export function remark({ start, end }: { start: number; end: number }, finding: Finding): LineOutcome {
  return { start, end, finding, write: null };
}
