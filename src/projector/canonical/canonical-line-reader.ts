/** Reads the lines of a paginated rollout. All it remembers is the ordinal it expects next. */
import type { ItemRow } from '../../store/upsert-item.js';
import { tooLong } from '../finding.js';
import { type LineReader, type ReadPosition, remark } from '../line-outcome.js';
import type { RolloutSource } from '../rollout-source.js';
import { canonicalRows } from './canonical-rows.js';
import { placeLine, placePassing } from './place-line.js';
import { reduceCanonical } from './reduce-canonical.js';
import type { UnrecognisedItem } from './unrecognised-item.js';

/** Starts where a checkpoint left off. */
export function canonicalLineReader(source: RolloutSource, from: ReadPosition): LineReader {
  const { rolloutId } = source;
  let { nextOrdinal, unrecognisedItems } = from;

  return {
    read(text) {
      const { start, end, line, output = null } = text;
      if (line === null) return remark(text, tooLong(start, end));
      const placed = placeLine(line, nextOrdinal, source);
      nextOrdinal = placed.nextOrdinal;
      const { finding, ordinal, lineTimeMs, record, unrecognised } = placed;
      if (unrecognised) {
        unrecognisedItems++;
        return {
          start,
          end,
          finding,
          write: { kind: 'unrecognised', row: rowOf(rolloutId, ordinal, unrecognised) },
        };
      }
      const rows =
        record &&
        canonicalRows(reduceCanonical(record), { rolloutId, ordinal, start, end, lineTimeMs, output });
      if (rows === null) return finding && remark(text, finding);
      const write = { kind: 'rows', rows, ordinal, makeRoom: unrecognisedItems > 0 } as const;
      return { start, end, finding, write };
    },
    pass(place, ordinal) {
      const placed = placePassing(ordinal, nextOrdinal);
      nextOrdinal = placed.nextOrdinal;
      return placed.finding && remark(place, placed.finding);
    },
    position: () => ({ nextOrdinal, unrecognisedItems }),
  };
}

function rowOf(rolloutId: string, ordinal: number, item: UnrecognisedItem): ItemRow {
  return {
    thread_id: rolloutId,
    turn_id: item.turnId,
    item_id: item.itemId,
    rollout_ordinal: ordinal,
    created_at_ms: item.createdAtMs,
    item_json: item.itemJson,
    item_type: item.itemType,
    started_at_ms: item.startedAtMs,
    completed_at_ms: item.completedAtMs,
  };
}
