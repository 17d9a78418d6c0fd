/**
 * What the projector drives: something that takes the complete lines of a rollout in order, writes their rows, and can
 * say where it stands. The three of them (canonical, legacy, bare) are in the folders of those names.
 */
import type Database from 'better-sqlite3';
import type { DecodedLine } from '../events/decode-line.js';
import type { Finding } from './finding.js';

/** A complete line with its place in the plain text; null content is a line that was too long to hold. */
export interface PlacedText {
  start: number;
  end: number;
  line: DecodedLine | null;
}

/** Where a reducer stands, as the checkpoint stores it. */
export interface ReducerPosition {
  nextOrdinal: number;
  /** Working state of a reducer that has one, as JSON. */
  state: string | null;
  unrecognisedItems: number;
}

export interface LineReducer {
  /** Writes the rows of one line through the connection; the caller holds the transaction. */
  apply(connection: Database.Database, text: PlacedText): Finding | null;
  position(): ReducerPosition;
}
