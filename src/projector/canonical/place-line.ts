/**
 * Decides what becomes of one line of a paginated rollout: whether it is projected, at which ordinal, and what was found
 * wrong with it. Skips and goes on, whatever the bytes (spec projection §6; design, law 4). Reducing the record and
 * writing rows are left to others.
 */
import type { DecodedLine, RolloutRecord } from '../../events/decode-line.js';
import type { Finding } from '../finding.js';
import { lineTimeMs } from '../line-time.js';
import type { RolloutSource } from '../rollout-source.js';
import { needsLineTime } from './needs-line-time.js';
import { readUnrecognisedItem, type UnrecognisedItem } from './unrecognised-item.js';

/** What a line comes to, given the ordinal that was expected. */
export interface PlacedLine {
  /** The ordinal expected of the next line. */
  nextOrdinal: number;
  finding: Finding | null;
  /** The record to reduce, at its ordinal; null when the line changes no row. */
  record: RolloutRecord | null;
  /** An item of a kind we do not know, to be kept verbatim. */
  unrecognised: UnrecognisedItem | null;
  ordinal: number;
  /** Unix milliseconds of the line, where the record needs it. */
  lineTimeMs: number | null;
}

/** Places a decoded line of a paginated rollout. */
export function placeLine(line: DecodedLine, expected: number, source: RolloutSource): PlacedLine {
  switch (line.kind) {
    case 'malformed':
      return skipped(expected, { kind: 'malformed_json', ordinal: null, detail: line.reason });
    case 'unrecognised':
      return placeUnrecognised(line, expected, source);
    case 'retired':
      return (
        placeOrdinal(line.ordinal, expected) ??
        placed((line.ordinal ?? expected) + 1, line.ordinal ?? 0, null)
      );
    case 'record':
      return placeRecord(line, expected, source);
  }
}

type DecodedRecord = Extract<DecodedLine, { kind: 'record' }>;
type UnrecognisedLine = Extract<DecodedLine, { kind: 'unrecognised' }>;

function placeRecord(line: DecodedRecord, expected: number, source: RolloutSource): PlacedLine {
  const refused = placeOrdinal(line.ordinal, expected);
  if (refused) return refused;
  const ordinal = line.ordinal ?? expected;
  const place = placePassing(ordinal, expected);
  if (source.subagentStartOrdinal !== null && ordinal < source.subagentStartOrdinal) return place;
  if (needsLineTime(line.record)) {
    place.lineTimeMs = lineTimeMs(line.timestamp);
    if (place.lineTimeMs === null) {
      const detail = `the record needs the line's time, and ${JSON.stringify(line.timestamp)} is not RFC 3339`;
      place.finding = { kind: 'invalid_timestamp', action: 'line_skipped', ordinal, detail };
      return place;
    }
  }
  place.record = line.record;
  return place;
}

/** Places a record without history, of which only the ordinal is known. */
export function placePassing(ordinal: number, expected: number): PlacedLine {
  return (
    placeOrdinal(ordinal, expected) ??
    placed(ordinal + 1, ordinal, ordinal === expected ? null : gapBefore(ordinal, expected))
  );
}

function placed(nextOrdinal: number, ordinal: number, finding: Finding | null): PlacedLine {
  return { nextOrdinal, finding, record: null, unrecognised: null, ordinal, lineTimeMs: null };
}

function gapBefore(ordinal: number, expected: number): Finding {
  const detail = `expected ordinal ${expected}, found ${ordinal}`;
  return { kind: 'forward_ordinal_gap', action: 'gap_accepted', ordinal, detail };
}

/** An unrecognised line takes no ordinal: a writer that could not read it may use the ordinal again. */
function placeUnrecognised(line: UnrecognisedLine, expected: number, source: RolloutSource): PlacedLine {
  const detail = `${line.type}: ${line.reason}`;
  const projectable =
    line.ordinal !== null && line.ordinal >= expected && line.ordinal >= (source.subagentStartOrdinal ?? 0);
  const item = projectable ? readUnrecognisedItem(line) : null;
  if (item === null || line.ordinal === null) {
    return skipped(expected, { kind: 'unknown_line', ordinal: line.ordinal, detail });
  }
  const place = placed(expected, line.ordinal, {
    kind: 'unknown_line',
    action: 'kept_as_unrecognised_item',
    ordinal: line.ordinal,
    detail,
  });
  place.unrecognised = item;
  return place;
}

/** Refuses a line without an ordinal, or with one that is taken: the first writer of an ordinal wins. */
function placeOrdinal(ordinal: number | null, expected: number): PlacedLine | null {
  if (ordinal === null) {
    return skipped(expected, {
      kind: 'missing_ordinal',
      ordinal,
      detail: `expected ordinal ${expected}, found none`,
    });
  }
  if (ordinal < expected) {
    const detail = `expected ordinal ${expected}, found ${ordinal}`;
    return skipped(expected, { kind: 'duplicate_or_regressed_ordinal', ordinal, detail });
  }
  return null;
}

function skipped(expected: number, finding: Omit<Finding, 'action'>): PlacedLine {
  return placed(expected, 0, { ...finding, action: 'line_skipped' });
}
