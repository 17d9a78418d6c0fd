/**
 * Holds what is stored of rollouts, threads and who spawned whom against the inventory as their files and indexes have it
 * now. What no file can say is passed over.
 */
import type { FoldedInventory } from '../../projector/inventory/fold-inventory.js';
import type { SpawnEdge } from '../../projector/inventory/thread-of-rollouts.js';
import type { RolloutRow } from '../../store/rollouts.js';
import type { ThreadRow } from '../../store/threads.js';
import { shown } from './shown-value.js';
import type { Difference, ShownValue } from './verify-report.js';

/** One snapshot of what is stored. */
export interface StoredInventory {
  rollouts: readonly RolloutRow[];
  threads: readonly ThreadRow[];
  edges: readonly SpawnEdge[];
}

export interface InventoryDifference {
  threadId: string;
  /** Of which the row is, or that the thread goes on in; null where nobody knows of one. */
  rolloutId: string | null;
  difference: Difference;
}

/** The log of any rollout, and projection of it, says these; which was the last to do so cannot be told. */
const OF_PROJECTION = new Set<keyof ThreadRow>(['model', 'reasoning_effort', 'source_gone']);

/** Every row that differs, of the threads that were folded; in no order that means anything. */
export function* compareInventory(
  stored: StoredInventory,
  folded: FoldedInventory,
): Generator<InventoryDifference, void, undefined> {
  const rolloutOf = new Map(stored.rollouts.map(({ thread_id, rollout_id }) => [thread_id, rollout_id]));
  yield* compareRollouts(stored, folded);
  yield* compareThreads(stored, folded, rolloutOf);
  yield* compareEdges(stored, folded, rolloutOf);
}

function* compareRollouts(
  { rollouts }: StoredInventory,
  folded: FoldedInventory,
): Generator<InventoryDifference, void, undefined> {
  const rows = new Map(rollouts.map((row) => [row.rollout_id, row]));
  for (const [rolloutId, should] of folded.rollouts) {
    const key = { rollout_id: rolloutId };
    const found = differing('rollouts', key, rows.get(rolloutId), should, new Set());
    if (found !== null)
      yield { threadId: should.thread_id, rolloutId, difference: { ...found, byteOffset: 0 } };
  }
}

function* compareThreads(
  { threads }: StoredInventory,
  folded: FoldedInventory,
  rolloutOf: ReadonlyMap<string, string>,
): Generator<InventoryDifference, void, undefined> {
  const rows = new Map(threads.map((row) => [row.thread_id, row]));
  for (const [threadId, should] of folded.threads) {
    // A name that no index tells any more is kept.
    const passedOver = should.name === null ? new Set([...OF_PROJECTION, 'name']) : OF_PROJECTION;
    const found = differing('threads', { thread_id: threadId }, rows.get(threadId), should, passedOver);
    if (found !== null) yield { threadId, rolloutId: should.rollout_id, difference: found };
  }
  for (const { thread_id: threadId, rollout_id } of threads) {
    if (rolloutOf.has(threadId) || folded.threads.has(threadId)) continue;
    const difference = broken('threads', { thread_id: threadId, rollout_id }, 'a thread has a rollout');
    yield { threadId, rolloutId: null, difference };
  }
}

function* compareEdges(
  { edges }: StoredInventory,
  folded: FoldedInventory,
  rolloutOf: ReadonlyMap<string, string>,
): Generator<InventoryDifference, void, undefined> {
  const table = 'thread_spawn_edges';
  const rows = new Map(edges.map((row) => [row.child_thread_id, row]));
  for (const [threadId, { rollout_id: rolloutId }] of folded.threads) {
    const key = { child_thread_id: threadId };
    const [is, should] = [rows.get(threadId), folded.edges.get(threadId)];
    const difference =
      should === undefined ? is && plain(table, 'extra', key) : differing(table, key, is, should, new Set());
    if (difference) yield { threadId, rolloutId, difference };
  }
  for (const { child_thread_id: threadId, parent_thread_id } of edges) {
    if (rolloutOf.has(threadId) || folded.threads.has(threadId)) continue;
    const key = { child_thread_id: threadId, parent_thread_id };
    yield {
      threadId,
      rolloutId: null,
      difference: broken(table, key, 'a thread that was spawned has a rollout'),
    };
  }
}

type Table = Difference['table'];

function plain(table: Table, kind: Difference['kind'], key: Difference['key']): Difference {
  return { table, kind, key, ordinal: null, byteOffset: null, columns: [] };
}

function broken(table: Table, key: Difference['key'], rule: string): Difference {
  return { ...plain(table, 'reference', key), rule };
}

/** Null when there is no difference. */
function differing(
  table: Table,
  key: Difference['key'],
  is: object | undefined,
  should: object,
  passedOver: ReadonlySet<string>,
): Difference | null {
  if (is === undefined) return plain(table, 'missing', key);
  const stored = new Map<string, ShownValue>(Object.entries(is));
  const columns = Object.entries(should).flatMap(([column, expected]: [string, ShownValue]) => {
    const value = stored.get(column) ?? null;
    return value === expected || passedOver.has(column)
      ? []
      : [{ column, stored: shown(value), expected: shown(expected) }];
  });
  return columns.length === 0 ? null : { ...plain(table, 'changed', key), columns };
}
