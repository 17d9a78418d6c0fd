/**
 * Reads the lines of a paginated rollout. All it remembers is the ordinal it expects next, and whether the lines were migrated
 * from a legacy rollout.
 */
import type { ItemRow } from '../../store/upsert-item.js';
import { tooLong } from '../finding.js';
import { type LineReader, type LineWrite, type ReadPosition, remark } from '../line-outcome.js';
import type { RolloutSource } from '../rollout-source.js';
import { canonicalRows } from './canonical-rows.js';
import { readDisplacedItem } from './displaced-item.js';
import { followStretch, looksInto, writeOfStretch } from './migrated-stretch.js';
import { placeLine, placePassing } from './place-line.js';
import { reduceCanonical } from './reduce-canonical.js';
import type { UnrecognisedItem } from './unrecognised-item.js';

/** Starts where a checkpoint left off. */
export function canonicalLineReader(source: RolloutSource, from: ReadPosition): LineReader {
  const { rolloutId } = source;
  let { nextOrdinal, unrecognisedItems, stretch } = from;

  return {
    read(text) {
      const { start, end, line, output = null } = text;
      if (line === null) return remark(text, tooLong(start, end));
      const placed = placeLine(line, nextOrdinal, source);
      nextOrdinal = placed.nextOrdinal;
      const { finding, ordinal, lineTimeMs, record, unrecognised } = placed;
      if (finding?.kind === 'missing_ordinal' || finding?.kind === 'duplicate_or_regressed_ordinal') {
        // Without an ordinal one after the other, where the next records would be.
        const place = finding.ordinal ?? nextOrdinal + unrecognisedItems;
        const item = place < (source.subagentStartOrdinal ?? 0) ? null : readDisplacedItem(line, output);
        if (item === null) return remark(text, finding);
        unrecognisedItems++;
        const row = rowOf(rolloutId, place, item);
        return { start, end, finding, write: { kind: 'unrecognised', row, displaced: true } };
      }
      if (unrecognised) {
        unrecognisedItems++;
        return {
          start,
          end,
          finding,
          write: { kind: 'unrecognised', row: rowOf(rolloutId, ordinal, unrecognised) },
        };
      }
      if (record === null) return finding && remark(text, finding);
      const makeRoom = unrecognisedItems > 0;
      const rows = canonicalRows(reduceCanonical(record), {
        rolloutId,
        ordinal,
        start,
        end,
        lineTimeMs,
        output,
      });
      if (rows === null) {
        const timestamp = line.kind === 'record' ? line.timestamp : '';
        const write = stretch && writeOfStretch(stretch, record, { ordinal, timestamp, makeRoom });
        return write === null ? finding && remark(text, finding) : { start, end, finding, write };
      }
      const before = stretch;
      stretch = followStretch(stretch, record);
      const write: LineWrite = { kind: 'rows', rows, ordinal, makeRoom };
      if (before !== null && stretch === null) write.endsStretch = true;
      return { start, end, finding, write };
    },
    pass(place, ordinal) {
      const placed = placePassing(ordinal, nextOrdinal);
      nextOrdinal = placed.nextOrdinal;
      return placed.finding && remark(place, placed.finding);
    },
    looksInto: (kind) => stretch !== null && looksInto(stretch, kind),
    position: () => ({ nextOrdinal, unrecognisedItems, stretch }),
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
