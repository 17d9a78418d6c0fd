/** What our own diagnostics say of the lines of rollouts, gathered into one finding of a kind and rollout. */
import type { DiagnosticRow } from '../../store/diagnostics.js';
import { type DoctorFinding, type FindingKind, type FindingPlace, finding } from './finding.js';

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

/** @param diagnostics of one rollout, in the order of its bytes */
export function lineFindings(diagnostics: readonly DiagnosticRow[], place: FindingPlace): DoctorFinding[] {
  const groups = new Map<FindingKind, { first: DiagnosticRow; lines: number }>();
  for (const row of diagnostics) {
    const kind = KINDS[row.kind];
    if (kind === undefined) continue;
    const group = groups.get(kind);
    if (group) group.lines++;
    else groups.set(kind, { first: row, lines: 1 });
  }
  return [...groups].map(([kind, { first, lines }]) => {
    const reason = `the first at byte ${first.start_byte}: ${first.detail}`;
    return finding(kind, place, { lines, reason, startByte: first.start_byte, endByte: first.end_byte });
  });
}
