/** The world state of a thread at any of its turns and records: what the model had been told of its surroundings by then. */
import type { Projector } from '../projector/projector.js';
import type { ThreadLineage } from '../projector/thread-lineage.js';
import type { HistoryDatabase } from '../store/open-history-database.js';
import { findTurnAtOffset } from '../store/turn-at-offset.js';
import type { WorldStateSnapshot } from '../world-state/index.js';
import { positionAfterRecord } from './world-state/position-after-record.js';
import { scanLineage } from './world-state/scan-lineage.js';
import type { RecordPlace } from './world-state/world-state-log.js';
import {
  type LogPosition,
  newestPosition,
  positionAfterOrdinal,
  positionAfterTurn,
  type WorldStatePoint,
} from './world-state/world-state-point.js';

/** A record, and the turn that it lies in. */
export interface WorldStatePlace extends RecordPlace {
  turnId: string | null;
}

/** Why a state may not be all that the model knew. */
export interface WorldStateProblem {
  /**
   * no_baseline: no full snapshot since the beginning or since the last compaction. patch_without_baseline: there were patches
   * all the same, which say nothing about the rest. unreadable_record: a record could not be read. missing_log: the file of
   * an earlier part of the history is gone.
   */
  kind: 'no_baseline' | 'patch_without_baseline' | 'unreadable_record' | 'missing_log';
  detail: string;
  /** How many records it is about. */
  count: number;
}

export interface WorldStateView {
  threadId: string;
  /** The place that was asked for; null for where the thread stands now. */
  at: WorldStatePoint | null;
  /** Sections by id, as the log has them; null when none hold. */
  sections: WorldStateSnapshot | null;
  /** The record that changed the state last, which can be the compaction that ended it; null when there is none. */
  changedAt: WorldStatePlace | null;
  /** Nothing is missing and nothing was unreadable. */
  complete: boolean;
  problems: WorldStateProblem[];
}

export interface ReadWorldStateOptions {
  /** Default: where the thread stands now. */
  at?: WorldStatePoint | undefined;
}

/** What reading world states needs. */
export interface WorldStateSource {
  database: HistoryDatabase;
  projector: Projector;
  lineage: ThreadLineage;
}

/**
 * Reads the world state of a thread that is ready to be read.
 *
 * @throws HistoryError `invalid_request` for a turn or an ordinal that the thread does not have
 * @throws RolloutError for a log that cannot be read
 */
export function readWorldState(source: WorldStateSource, { at }: ReadWorldStateOptions = {}): WorldStateView {
  const { lineage } = source;
  const { walk, missingLog } = scanLineage({ ...source, from: positionOf(source, at) });
  const { snapshot, changedAt, warnings } = walk.state();
  const problems: WorldStateProblem[] = [...warnings];
  if (changedAt === null && missingLog !== null) {
    const detail = `the log of rollout ${missingLog} is gone, and with it what was told before`;
    problems.push({ kind: 'missing_log', detail, count: 1 });
  }
  if (snapshot === null && problems.length === 0) {
    const detail = changedAt === null ? 'nothing was told yet' : 'nothing was told since the last compaction';
    problems.push({ kind: 'no_baseline', detail, count: 1 });
  }
  return {
    threadId: lineage.threadId,
    at: at ?? null,
    sections: snapshot,
    changedAt: changedAt && placeInTurn(source, changedAt),
    complete: problems.length === 0,
    problems,
  };
}

/** The place with the turn that had begun last before it. */
export function placeInTurn({ database }: WorldStateSource, place: RecordPlace): WorldStatePlace {
  return { ...place, turnId: findTurnAtOffset(database.reader, place.rolloutId, place.startByte) };
}

function positionOf(
  { database, projector, lineage }: WorldStateSource,
  at: WorldStatePoint | undefined,
): LogPosition {
  if (at === undefined) return newestPosition(lineage);
  if (at.turnId !== undefined) return positionAfterTurn(database.reader, lineage, at.turnId);
  return lineage.historyMode === 'legacy'
    ? positionAfterRecord(database.reader, projector, lineage, at.ordinal)
    : positionAfterOrdinal(database.reader, lineage, at.ordinal);
}
