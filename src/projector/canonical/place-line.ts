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

const NOTHING = { finding: null, record: null, unrecognised: null, ordinal: 0, lineTimeMs: null } as const;

/** Places a decoded line of a paginated rollout. */
export function placeLine(line: DecodedLine, expected: number, source: RolloutSource): PlacedLine {
  switch (line.kind) {
    case 'malformed':
      return skipped(expected, { kind: 'malformed_json', ordinal: null, detail: line.reason });
    case 'unrecognised':
      return placeUnrecognised(line, expected, source);
    case 'retired':
      return (
        placeOrdinal(line.ordinal, expected) ?? { ...NOTHING, nextOrdinal: (line.ordinal ?? expected) + 1 }
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
  const finding: Finding | null =
    ordinal === expected
      ? null
      : {
          kind: 'forward_ordinal_gap',
          action: 'gap_accepted',
          ordinal,
          detail: `expected ordinal ${expected}, found ${ordinal}`,
        };
  const placed: PlacedLine = { ...NOTHING, nextOrdinal: ordinal + 1, finding, ordinal };
  if (source.subagentStartOrdinal !== null && ordinal < source.subagentStartOrdinal) return placed;
  if (needsLineTime(line.record)) {
    const timeMs = lineTimeMs(line.timestamp);
    if (timeMs === null) {
      placed.finding = {
        kind: 'invalid_timestamp',
        action: 'line_skipped',
        ordinal,
        detail: `the record needs the line's time, and ${JSON.stringify(line.timestamp)} is not RFC 3339`,
      };
      return placed;
    }
    placed.lineTimeMs = timeMs;
  }
  placed.record = line.record;
  return placed;
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
  return {
    ...NOTHING,
    nextOrdinal: expected,
    ordinal: line.ordinal,
    unrecognised: item,
    finding: { kind: 'unknown_line', action: 'kept_as_unrecognised_item', ordinal: line.ordinal, detail },
  };
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
  return { ...NOTHING, nextOrdinal: expected, finding: { ...finding, action: 'line_skipped' } };
}
