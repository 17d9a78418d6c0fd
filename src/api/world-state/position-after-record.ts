/** Finds a record of a legacy rollout by its index: records have no numbers there and must be counted. */
import type Database from 'better-sqlite3';
import { decodeLine } from '../../events/decode-line.js';
import { isPersisted } from '../../events/record/persistence-policy.js';
import type { Projector } from '../../projector/projector.js';
import type { ThreadLineage } from '../../projector/thread-lineage.js';
import { isBlankLine } from '../../rollout/index.js';
import { pageTurns } from '../../store/page-turns.js';
import { type LogPosition, ordinalNotFound } from './world-state-point.js';

/**
 * The place after the record with an index. Counting starts at the turn that the record lies in, as far as one is known.
 *
 * @throws HistoryError `invalid_request` for an index that the thread does not have
 */
export function positionAfterRecord(
  connection: Database.Database,
  projector: Projector,
  lineage: ThreadLineage,
  index: number,
): LogPosition {
  const [segment] = lineage.segments;
  if (segment === undefined) throw ordinalNotFound(lineage, index, -1);
  const [turn] = pageTurns(connection, segment.rolloutId, { low: 0, high: index }, 'desc', 1);
  let next = turn?.rollout_ordinal ?? 0;
  const from = turn?.rollout_byte_offset ?? 0;
  for (const { bytes, utf8, end } of projector.logs.forwards(segment.rolloutId, from)) {
    if (bytes === null || !utf8 || isBlankLine(bytes) || !isRecord(bytes.toString())) continue;
    if (next === index) return { segmentIndex: 0, end, lastOrdinal: null };
    next++;
  }
  throw ordinalNotFound(lineage, index, next - 1);
}

function isRecord(text: string): boolean {
  const line = decodeLine(text);
  return line.kind === 'record' && isPersisted(line.record, 'legacy');
}
