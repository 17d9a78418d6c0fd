/** Projects the lines of a paginated rollout. All it remembers is the ordinal it expects next. */
import type Database from 'better-sqlite3';
import { insertUnrecognisedItem, removeUnrecognisedItem } from '../../store/unrecognised-items.js';
import { tooLong } from '../finding.js';
import type { LineReducer, ReducerPosition } from '../line-reducer.js';
import type { RolloutSource } from '../rollout-source.js';
import { type PlacedLine, placeLine } from './place-line.js';
import { reduceCanonical } from './reduce-canonical.js';
import { writeChanges } from './write-changes.js';

/** Starts where a checkpoint left off. */
export function canonicalLineReducer(source: RolloutSource, from: ReducerPosition): LineReducer {
  let { nextOrdinal, unrecognisedItems } = from;

  return {
    apply(connection, { start, end, line }) {
      if (line === null) return tooLong(start, end);
      const placed = placeLine(line, nextOrdinal, source);
      nextOrdinal = placed.nextOrdinal;
      if (placed.unrecognised) {
        keepUnrecognised(connection, source.rolloutId, placed);
        unrecognisedItems++;
      } else if (placed.record) {
        const changes = reduceCanonical(placed.record);
        const { ordinal, lineTimeMs } = placed;
        if (unrecognisedItems > 0) {
          const item = changes.item && { turnId: changes.item.turnId, itemId: changes.item.item.id };
          removeUnrecognisedItem(connection, source.rolloutId, ordinal, item);
        }
        writeChanges(connection, changes, { rolloutId: source.rolloutId, ordinal, start, end, lineTimeMs });
      }
      return placed.finding;
    },
    position: () => ({ nextOrdinal, state: null, unrecognisedItems }),
  };
}

function keepUnrecognised(connection: Database.Database, rolloutId: string, placed: PlacedLine): void {
  if (placed.unrecognised === null) return;
  const { turnId, itemId, itemType, itemJson, startedAtMs, completedAtMs, createdAtMs } = placed.unrecognised;
  insertUnrecognisedItem(connection, {
    thread_id: rolloutId,
    turn_id: turnId,
    item_id: itemId,
    rollout_ordinal: placed.ordinal,
    created_at_ms: createdAtMs,
    item_json: itemJson,
    item_type: itemType,
    started_at_ms: startedAtMs,
    completed_at_ms: completedAtMs,
  });
}
