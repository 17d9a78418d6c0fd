/**
 * Walks the logs of a lineage from a place in them back to where the world state is settled. Cost follows the way to the last
 * full snapshot or compaction, not the logs.
 */

import { isDeliveredMessage } from '../../model-context/delivered-message.js';
import { isTurnBoundary } from '../../model-context/turn-boundary.js';
import type { Projector } from '../../projector/projector.js';
import type { ThreadLineage } from '../../projector/thread-lineage.js';
import { type FramedLine, RolloutError } from '../../rollout/index.js';
import { type ItemRecord, NewestWorldState } from '../../world-state/index.js';
import { lineOrdinal } from './line-head.js';
import { type RecordPlace, readStateRecords } from './world-state-log.js';
import type { LogPosition } from './world-state-point.js';

export interface LineageScan {
  walk: NewestWorldState<RecordPlace>;
  /** Rollout id of a log that would have been needed and is gone. */
  missingLog: string | null;
}

export interface ScanLineageOptions {
  projector: Projector;
  lineage: ThreadLineage;
  from: LogPosition;
  /** Goes on to the beginning, for all changes. */
  all?: boolean;
}

/** @throws RolloutError for a log that cannot be read */
export function scanLineage({ projector, lineage, from, all = false }: ScanLineageOptions): LineageScan {
  const walk = new NewestWorldState<RecordPlace>({ isRequest, all });
  for (let index = from.segmentIndex; index >= 0; index--) {
    const segment = lineage.segments[index];
    if (segment === undefined) continue;
    const { rolloutId } = segment;
    const end = index === from.segmentIndex ? (from.end ?? segment.endByteOffset) : segment.endByteOffset;
    const lines = projector.logs.backwards(rolloutId, end === null ? {} : { end });
    const counting = index === from.segmentIndex ? upTo(lines, from.lastOrdinal) : lines;
    try {
      for (const met of readStateRecords(counting, rolloutId)) {
        if (!walk.meet(met)) return { walk, missingLog: null };
      }
    } catch (error) {
      if (!(error instanceof RolloutError) || error.code !== 'not_found') throw error;
      return { walk, missingLog: rolloutId };
    }
  }
  return { walk, missingLog: lineage.missingAncestor };
}

/** The lines from the newest one on whose ordinal is not above a limit. */
function* upTo(
  lines: Iterable<FramedLine>,
  lastOrdinal: number | null,
): Generator<FramedLine, void, undefined> {
  let reached = lastOrdinal === null;
  for (const line of lines) {
    if (!reached) {
      const ordinal = lineOrdinal(line);
      reached = ordinal !== null && lastOrdinal !== null && ordinal <= lastOrdinal;
    }
    if (reached) yield line;
  }
}

function isRequest(record: ItemRecord): boolean {
  return !isDeliveredMessage(record) && isTurnBoundary(record.payload);
}
