/**
 * The chain of rollouts that a thread's history runs through: follows `history_base` from a fork or revert back to
 * its root. Finding and reading files is handed in; rows and records of the segments are for others.
 */

import type { HistoryBase } from '../events/record/history-base.js';
import type { SessionMeta } from '../events/record/session-meta.js';
import type { RolloutHead } from './head-scan.js';
import { RolloutError, type RolloutErrorCode } from './rollout-error.js';

/** A run of one rollout's records. Empty when both ordinals are equal: a fork that was forked before it went on. */
export interface LineageSegment {
  rolloutId: string;
  path: string;
  /** The first ordinal of its own content, after its session_meta; 0 in a legacy rollout, which has no ordinals. */
  startOrdinal: number;
  /** Exclusive; null for the newest segment, which is open. */
  endOrdinal: number | null;
  /** Where the segment ends in the plain text, just after its last line; null for the newest. */
  endByteOffset: number | null;
}

export interface Lineage {
  /** Oldest first. */
  segments: LineageSegment[];
  /** The rollout that could not be found, with which everything older is missing; null when the chain is whole. */
  missing: string | null;
}

/** What a head tells of the chain. */
export interface LineageHead extends Pick<RolloutHead, 'historyMode' | 'threadId'> {
  meta: Pick<SessionMeta, 'history_base'> | null;
}

export interface ResolveLineageOptions {
  /** The newest rollout of the chain. */
  rolloutId: string;
  /** The thread that it must belong to; its ancestors may belong to others. */
  threadId?: string;
  /** Finds a rollout, active or archived; undefined when there is none. */
  findRollout: (rolloutId: string) => { path: string } | undefined;
  readHead: (path: string) => LineageHead;
}

/**
 * Resolves the lineage of a rollout (spec: projection §8, rollout-format §17). A missing ancestor is a gap in the
 * result and no error. Whether a file is as long as `endByteOffset` says shows when it is read.
 * @throws RolloutError `lineage_cycle`, `lineage_not_paginated`, `lineage_bad_cutoff`, `lineage_other_thread`, and
 *   what `readHead` throws, save that a file that vanished meanwhile counts as missing
 */
export function resolveLineage(options: ResolveLineageOptions): Lineage {
  const newestFirst: LineageSegment[] = [];
  const seen = new Set<string>();
  let rolloutId = options.rolloutId;
  let cutoff: HistoryBase | null = null;
  for (;;) {
    const found = findHead(options, rolloutId);
    if (found === null) return { segments: newestFirst.reverse(), missing: rolloutId };
    const { path, head } = found;
    if (seen.has(rolloutId)) throw broken('lineage_cycle', path, 'is an ancestor of itself');
    seen.add(rolloutId);
    if (cutoff === null) refuseOtherThread(path, head.threadId, options.threadId);
    else if (head.historyMode !== 'paginated') {
      throw broken('lineage_not_paginated', path, 'is a legacy rollout, but another one is based on it');
    }

    const paginated = head.historyMode === 'paginated';
    const base: HistoryBase | null = paginated ? (head.meta?.history_base ?? null) : null;
    const startOrdinal: number = paginated ? (base?.end_ordinal_exclusive ?? 0) + 1 : 0;
    refuseBadCutoff(path, startOrdinal, base, cutoff);
    newestFirst.push({
      rolloutId,
      path,
      startOrdinal,
      endOrdinal: cutoff?.end_ordinal_exclusive ?? null,
      endByteOffset: cutoff?.end_byte_offset ?? null,
    });
    if (base === null) return { segments: newestFirst.reverse(), missing: null };
    rolloutId = base.thread_id.toLowerCase();
    cutoff = base;
  }
}

function findHead(
  { findRollout, readHead }: ResolveLineageOptions,
  rolloutId: string,
): { path: string; head: ReturnType<ResolveLineageOptions['readHead']> } | null {
  const file = findRollout(rolloutId);
  if (file === undefined) return null;
  try {
    return { path: file.path, head: readHead(file.path) };
  } catch (error) {
    if (error instanceof RolloutError && error.code === 'not_found') return null;
    throw error;
  }
}

function refuseOtherThread(path: string, found: string | null, expected: string | undefined): void {
  if (expected === undefined || found === expected.toLowerCase()) return;
  throw broken('lineage_other_thread', path, `belongs to thread ${found ?? '(none)'}, not to ${expected}`);
}

/** @param cutoff what the child says of this rollout */
function refuseBadCutoff(
  path: string,
  startOrdinal: number,
  base: HistoryBase | null,
  cutoff: HistoryBase | null,
): void {
  if (base?.end_ordinal_exclusive === 0 || !Number.isSafeInteger(startOrdinal)) {
    throw broken(
      'lineage_bad_cutoff',
      path,
      `is based on an ordinal that cannot be (${base?.end_ordinal_exclusive})`,
    );
  }
  if (cutoff !== null && cutoff.end_ordinal_exclusive < startOrdinal) {
    const found = `starts at ordinal ${startOrdinal}, after the end ${cutoff.end_ordinal_exclusive} that is asked of it`;
    throw broken('lineage_bad_cutoff', path, found);
  }
}

function broken(code: RolloutErrorCode, path: string, found: string): RolloutError {
  const hint =
    'The history of this thread can only be read up to here; check the history_base of its rollouts';
  return new RolloutError({ code, path, found, hint });
}
