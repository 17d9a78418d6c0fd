/**
 * The inventory as it would be if nothing were known yet: every head is read again, and every thread made of what they say.
 * Reads only; comparing it with what is stored is for others.
 */
import { RolloutError, type RolloutFile } from '../../rollout/index.js';
import type { RolloutRow } from '../../store/rollouts.js';
import type { ThreadRow } from '../../store/threads.js';
import { describeRollout } from './describe-rollout.js';
import type { HomeIndexes } from './home-indexes.js';
import { type SpawnEdge, spawnEdgeOf, threadOfRollouts } from './thread-of-rollouts.js';

export interface FoldInventoryOptions {
  /** Those that speak for their rollouts. */
  files: Iterable<RolloutFile>;
  /** What the inventory has, of every rollout. */
  stored: readonly RolloutRow[];
  /** Only these threads; all when absent. */
  threadIds?: ReadonlySet<string> | undefined;
  indexes: HomeIndexes;
}

export interface FoldedInventory {
  /** By rollout id: those whose files say so. */
  rollouts: Map<string, RolloutRow>;
  /** By thread id. Name, model and whether its file is gone are as of a thread of which nothing is known yet. */
  threads: Map<string, ThreadRow>;
  /** By the id of the child. */
  edges: Map<string, SpawnEdge>;
}

/**
 * Folds. A rollout whose file is gone, cannot be read or changed since it was taken note of counts as it is stored: no
 * file says anything else.
 */
export function foldInventory(options: FoldInventoryOptions): FoldedInventory {
  const { stored, threadIds, indexes } = options;
  const storedById = new Map(stored.map((row) => [row.rollout_id, row]));
  const rollouts = describeAll(options, storedById);
  const byThread = new Map<string, RolloutRow[]>();
  const standing = stored.flatMap((row) => (rollouts.has(row.rollout_id) ? [] : [row]));
  for (const row of [...standing, ...rollouts.values()]) {
    if (threadIds !== undefined && !threadIds.has(row.thread_id)) continue;
    const rows = byThread.get(row.thread_id);
    if (rows === undefined) byThread.set(row.thread_id, [row]);
    else rows.push(row);
  }
  const folded: FoldedInventory = { rollouts, threads: new Map(), edges: new Map() };
  for (const [threadId, rows] of byThread) {
    const thread = threadOfRollouts({
      rollouts: rows.sort(oldestFirst),
      peer: indexes.peer(threadId),
      nameIn: (home) => indexes.name(threadId, home),
      known: null,
      findRollout: (rolloutId) => rollouts.get(rolloutId) ?? storedById.get(rolloutId) ?? null,
    });
    if (thread === null) continue;
    folded.threads.set(threadId, thread);
    const edge = spawnEdgeOf(thread);
    if (edge !== null) folded.edges.set(threadId, edge);
  }
  return folded;
}

function describeAll(
  { files, threadIds }: FoldInventoryOptions,
  stored: ReadonlyMap<string, RolloutRow>,
): Map<string, RolloutRow> {
  const rollouts = new Map<string, RolloutRow>();
  for (const file of files) {
    if (threadIds !== undefined && file.threadId !== null && !threadIds.has(file.threadId)) continue;
    const row = describe(file);
    if (row === null) continue;
    const known = stored.get(row.rollout_id);
    if (known === undefined) rollouts.set(row.rollout_id, row);
    else if (isAsSeen(known, row)) rollouts.set(row.rollout_id, keepingLostPreview(known, row));
  }
  return rollouts;
}

function describe(file: RolloutFile): RolloutRow | null {
  try {
    return describeRollout(file, null);
  } catch (error) {
    if (error instanceof RolloutError) return null;
    throw error;
  }
}

function isAsSeen(known: RolloutRow, now: RolloutRow): boolean {
  return (
    known.path === now.path &&
    known.size_bytes === now.size_bytes &&
    known.modified_at_ms === now.modified_at_ms
  );
}

/** A file that ends before the message it was recognised by was cut off; what it said is still known. */
function keepingLostPreview(known: RolloutRow, now: RolloutRow): RolloutRow {
  const { preview, preview_searched_to } = known;
  return now.preview === null && now.preview_searched_to < preview_searched_to
    ? { ...now, preview, preview_searched_to }
    : now;
}

/** As the database orders them. */
function oldestFirst(a: RolloutRow, b: RolloutRow): number {
  if (a.stamp !== b.stamp) return a.stamp < b.stamp ? -1 : 1;
  return a.rollout_id < b.rollout_id ? -1 : 1;
}
