/**
 * What is known of a thread, out of all that is known of its rollouts: which one it goes on in, its first words, its name,
 * who spawned it. Pure; where rows come from and where they go is for others.
 */
import { basename } from 'node:path';
import type { Selectable } from 'kysely';
import type { RolloutRow } from '../../store/rollouts.js';
import type { ThreadSpawnEdgesTable } from '../../store/tables.js';
import type { ThreadRow } from '../../store/threads.js';
import { type PeerThread, threadRow } from './thread-row.js';

export type SpawnEdge = Selectable<ThreadSpawnEdgesTable>;

export interface ThreadOfRolloutsOptions {
  /** Of the thread, oldest first, those to be refused included. */
  rollouts: readonly RolloutRow[];
  peer: PeerThread | null;
  /** The name that the indexes of names have for it, where its current rollout lies in that home. */
  nameIn: (home: string) => string | null;
  /** The row as it was. */
  known: ThreadRow | null;
  /** Any rollout, of whatever thread. */
  findRollout: (rolloutId: string) => RolloutRow | null;
}

/** The row of a thread; null when every rollout of it is refused. */
export function threadOfRollouts(options: ThreadOfRolloutsOptions): ThreadRow | null {
  const { peer, nameIn, known, findRollout } = options;
  const readable = options.rollouts.filter(({ problem }) => problem === null);
  const current = currentRollout(readable, peer);
  const oldest = readable[0];
  if (current === undefined || oldest === undefined) return null;
  const preview = previewOf(oldest, findRollout) ?? '';
  return threadRow({ current, preview, peer, indexedName: nameIn(current.home), known });
}

/** Who spawned the thread; null when it is nobody's sub-agent. */
export function spawnEdgeOf({ thread_id, parent_thread_id, source_kind }: ThreadRow): SpawnEdge | null {
  if (parent_thread_id === null || source_kind !== 'subAgentThreadSpawn') return null;
  return { parent_thread_id, child_thread_id: thread_id, status: 'open' };
}

/** The rollout a thread goes on in: Codex's index says so, else it is the newest (spec rollout-format §17). */
function currentRollout(rollouts: readonly RolloutRow[], peer: PeerThread | null): RolloutRow | undefined {
  const named = peer && rollouts.find((row) => basename(row.path) === peer.rolloutPath.replace(/\.zst$/, ''));
  return named ?? rollouts.at(-1);
}

/**
 * The first user message of a rollout's history, which begins in its base if it has one; what a base holds after the cut
 * is no part of that.
 */
function previewOf(rollout: RolloutRow, findRollout: ThreadOfRolloutsOptions['findRollout']): string | null {
  let preview: string | null = null;
  const seen = new Set<string>();
  let segment: RolloutRow | null = rollout;
  let end = Number.POSITIVE_INFINITY;
  while (segment !== null && !seen.has(segment.rollout_id)) {
    seen.add(segment.rollout_id);
    if (segment.preview !== null && segment.preview_searched_to <= end) preview = segment.preview;
    const base: string | null = segment.base_rollout_id;
    end = segment.base_end_byte_offset ?? Number.POSITIVE_INFINITY;
    segment = base === null ? null : findRollout(base);
  }
  return preview;
}
