/**
 * Lists what changed in a thread after a position, in commit order: each turn and item once, at its latest change and as it
 * is now. History that a thread has from other rollouts has ended, and is told in the order in which it was written.
 */
import type Database from 'better-sqlite3';
import type { Segment, ThreadLineage } from '../projector/thread-lineage.js';
import { readCheckpoint } from '../store/checkpoint.js';
import {
  type AfterChange,
  type ChangeSpan,
  countSetAside,
  pageItemChanges,
  pageRealtimeChanges,
  pageTurnChanges,
  pageTurnRemovals,
} from '../store/page-changes.js';
import {
  beforeOrdinal,
  CHANGE_RANK,
  type ChangePlace,
  type ChangePosition,
  comparePlaces,
  encodeChangePosition,
} from './cursors/change-position.js';
import {
  type ChangeBody,
  itemChange,
  realtimeChange,
  removalChange,
  type ThreadChange,
  turnChange,
} from './thread-change.js';

/** Before the first change of a thread. */
export function startPosition(connection: Database.Database, lineage: ThreadLineage): ChangePosition {
  return positionIn(connection, lineage, lineage.segments[0], beforeOrdinal(0));
}

/** Behind everything that is committed. */
export function headPosition(connection: Database.Database, lineage: ThreadLineage): ChangePosition {
  const newest = lineage.segments.at(-1);
  const next = readCheckpoint(connection, newest?.rolloutId ?? '')?.next_rollout_ordinal ?? 0;
  return positionIn(connection, lineage, newest, beforeOrdinal(next));
}

function positionIn(
  connection: Database.Database,
  { threadId }: ThreadLineage,
  segment: Segment | undefined,
  place: ChangePlace,
): ChangePosition {
  const rolloutId = segment?.rolloutId ?? threadId;
  return { threadId, rolloutId, rows: rowsName(connection, rolloutId) ?? '', ...place };
}

/** Which rows of a rollout these are; null when it has none. */
function rowsName(connection: Database.Database, rolloutId: string): string | null {
  const checkpoint = readCheckpoint(connection, rolloutId);
  return checkpoint && `${checkpoint.projector_version}.${countSetAside(connection, rolloutId)}`;
}

/** Why a position does not fit the rows any more; null when it does. */
export function whyStale(
  connection: Database.Database,
  lineage: ThreadLineage,
  position: ChangePosition,
): 'rebuilt' | 'reverted' | null {
  const { rolloutId, ordinal } = position;
  const segment = lineage.segments.find((candidate) => candidate.rolloutId === rolloutId);
  if (segment === undefined) return 'reverted';
  if (segment.endOrdinal !== null) return ordinal > segment.endOrdinal ? 'reverted' : null;
  const checkpoint = readCheckpoint(connection, rolloutId);
  const next = checkpoint?.next_rollout_ordinal ?? 0;
  const sameRows = position.rows === '' || position.rows === rowsName(connection, rolloutId);
  return ordinal > next || !sameRows ? 'rebuilt' : null;
}

/** Up to `limit` changes after a position that fits the rows; those of recovered items if asked. */
export function listChanges(
  connection: Database.Database,
  lineage: ThreadLineage,
  position: ChangePosition,
  { limit, includeRecovered = false }: { limit: number; includeRecovered?: boolean | undefined },
): ThreadChange[] {
  const found: ThreadChange[] = [];
  const first = lineage.segments.findIndex(({ rolloutId }) => rolloutId === position.rolloutId);
  for (const [index, segment] of lineage.segments.entries()) {
    if (index < first || found.length >= limit) continue;
    const after = index === first ? position : beforeOrdinal(segment.startOrdinal);
    const { threadId } = lineage;
    const { rolloutId } = segment;
    const rows = rowsName(connection, rolloutId) ?? '';
    const wanted = { limit: limit - found.length, recovered: includeRecovered };
    for (const { place, body } of pageSegment(connection, segment, after, wanted)) {
      found.push({ ...body, position: encodeChangePosition({ threadId, rolloutId, rows, ...place }) });
    }
  }
  return found;
}

interface PlacedChange {
  place: ChangePlace;
  body: ChangeBody;
}

function pageSegment(
  connection: Database.Database,
  { rolloutId, endOrdinal }: Segment,
  after: ChangePlace,
  wanted: { limit: number; recovered: boolean },
): PlacedChange[] {
  const { limit } = wanted;
  const by = endOrdinal === null ? 'updated_at_ordinal' : 'rollout_ordinal';
  const span: ChangeSpan = { rolloutId, by, end: endOrdinal ?? Number.MAX_SAFE_INTEGER };
  const { turnsRemoved, turn, item, realtimeItem } = CHANGE_RANK;
  const changes: PlacedChange[] = [
    ...pageTurnRemovals(connection, span, startOf(turnsRemoved, after), limit).map((row) => ({
      place: { ordinal: row.removed_at_ordinal, rank: turnsRemoved, place: 0 },
      body: removalChange(row),
    })),
    ...pageTurnChanges(connection, span, startOf(turn, after), limit).map((row) => ({
      place: { ordinal: row[by], rank: turn, place: row.rollout_ordinal },
      body: turnChange(row),
    })),
    ...pageItemChanges(connection, span, startOf(item, after), wanted).map((row) => ({
      place: { ordinal: row[by], rank: item, place: row.rollout_ordinal },
      body: itemChange(row),
    })),
    ...pageRealtimeChanges(connection, span, startOf(realtimeItem, after), limit).map((row) => ({
      place: { ordinal: row.rollout_ordinal, rank: realtimeItem, place: row.rollout_ordinal },
      body: realtimeChange(row),
    })),
  ];
  return changes.sort((a, b) => comparePlaces(a.place, b.place)).slice(0, limit);
}

/** Where changes of one rank go on after a place that may be of another. */
function startOf(rank: number, after: ChangePlace): AfterChange {
  if (rank === after.rank) return after;
  return { ordinal: after.ordinal, place: rank > after.rank ? -1 : Number.MAX_SAFE_INTEGER };
}
