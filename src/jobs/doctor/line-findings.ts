/** What our own diagnostics say of the lines of rollouts, gathered into one finding of a kind and rollout. */
import { NOT_UTF8_REASON } from '../../projector/finding.js';
import type { DiagnosticRow } from '../../store/diagnostics.js';
import { LEAST_UNKNOWN_LINES } from '../../store/unrecognised-formats.js';
import { type DoctorFinding, type FindingPlace, finding } from './finding.js';
import type { FindingKind } from './finding-kinds.js';

const KINDS: Readonly<Record<string, FindingKind>> = {
  malformed_json: 'unreadable-line',
  oversized_line: 'unreadable-line',
  unknown_line: 'unknown-line',
  missing_ordinal: 'missing-ordinal',
  duplicate_or_regressed_ordinal: 'duplicate-ordinal',
  forward_ordinal_gap: 'ordinal-gap',
  invalid_timestamp: 'invalid-timestamp',
  damaged_compression: 'damaged-compression',
  source_replaced: 'rollout-replaced',
};

/**
 * @param diagnostics of one rollout, in the order of its bytes
 * @param hasItems whether an item of it is known; where none is, unknown lines are all that it has to tell
 */
export function lineFindings(
  diagnostics: readonly DiagnosticRow[],
  place: FindingPlace,
  hasItems: boolean,
): DoctorFinding[] {
  const groups = new Map<FindingKind, { first: DiagnosticRow; lines: number; notUtf8: number }>();
  for (const row of diagnostics) {
    const kind = KINDS[row.kind];
    if (kind === undefined) continue;
    const group = groups.get(kind);
    const notUtf8 = row.detail === NOT_UTF8_REASON ? 1 : 0;
    if (group === undefined) {
      groups.set(kind, { first: row, lines: 1, notUtf8 });
    } else {
      group.lines++;
      group.notUtf8 += notUtf8;
    }
  }
  return [...groups].map(([kind, { first, lines, notUtf8 }]) => {
    const reason = `the first at byte ${first.start_byte}: ${first.detail}`;
    const nothing = kind === 'unknown-line' && lines >= LEAST_UNKNOWN_LINES && !hasItems;
    const span = { startByte: first.start_byte, endByte: first.end_byte, ...(notUtf8 > 0 && { notUtf8 }) };
    return finding(nothing ? 'unrecognised-format' : kind, place, { lines, reason, ...span });
  });
}
