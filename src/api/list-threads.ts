/** Pages of threads by one of their times, under filters (spec reads §8). */

import { resolve } from 'node:path';
import type Database from 'better-sqlite3';
import { pageThreads, type ThreadFilter, type ThreadSortKey } from '../store/page-threads.js';
import type { Direction } from '../store/page-turns.js';
import { findRollout } from '../store/rollouts.js';
import type { ThreadRow } from '../store/threads.js';
import { decodeThreadListCursor, encodeThreadListCursor } from './cursors/thread-list-cursor.js';
import { HistoryError } from './history-error.js';
import { clampLimit, type Page } from './page.js';
import { type ThreadView, threadView } from './thread-view.js';

export const DEFAULT_THREADS = 25;
export const MOST_THREADS = 100;
const MOST_EXCLUDED = 100;

/** Kinds of sessions a listing can be narrowed to; 'subAgent' stands for all kinds of sub-agents. */
export const SOURCE_KINDS = [
  'cli',
  'vscode',
  'exec',
  'appServer',
  'subAgent',
  'subAgentReview',
  'subAgentCompact',
  'subAgentThreadSpawn',
  'subAgentOther',
  'unknown',
] as const;
export type SourceKindFilter = (typeof SOURCE_KINDS)[number];

/** Sessions that people talk to: what a listing shows unless it is told otherwise. */
const INTERACTIVE = ['cli', 'vscode', 'interactive'];
const SUB_AGENTS = ['subAgentReview', 'subAgentCompact', 'subAgentThreadSpawn', 'subAgentOther'];

export interface ListThreadsOptions {
  cursor?: string | undefined;
  limit?: number | undefined;
  /** Default 'created_at'. */
  sortKey?: 'created_at' | 'updated_at' | 'recency_at' | undefined;
  /** Default 'desc': newest first. */
  direction?: Direction | undefined;
  /** Exact provider names; none or empty: all providers (a provider is never an implicit predicate). */
  modelProviders?: readonly string[] | undefined;
  /** None or empty: interactive sessions. */
  sourceKinds?: readonly SourceKindFilter[] | undefined;
  /** Only archived threads, or (default) only active ones. */
  archived?: boolean | undefined;
  /** Exact working folders; an empty list matches nothing. */
  cwds?: readonly string[] | undefined;
  /** A part of name or preview, case-sensitive. */
  searchTerm?: string | undefined;
  /** Only threads that this one spawned itself. */
  parentThreadId?: string | undefined;
  /** Only threads spawned below this one at any depth. */
  ancestorThreadId?: string | undefined;
  excludedThreadIds?: readonly string[] | undefined;
}

/** The column that a sort key orders by. */
export const SORT_COLUMNS: Record<NonNullable<ListThreadsOptions['sortKey']>, ThreadSortKey> = {
  created_at: 'created_at_ms',
  updated_at: 'updated_at_ms',
  recency_at: 'recency_at_ms',
};

/**
 * Lists threads.
 *
 * @throws HistoryError `invalid_request` for a bad cursor or filters that exclude each other
 */
export function listThreads(connection: Database.Database, options: ListThreadsOptions): Page<ThreadView> {
  const limit = clampLimit(options.limit, DEFAULT_THREADS, MOST_THREADS);
  const direction = options.direction ?? 'desc';
  const sortKey = SORT_COLUMNS[options.sortKey ?? 'created_at'];
  const rows = pageThreads(connection, {
    filter: threadFilter(options),
    sortKey,
    direction,
    after: options.cursor === undefined ? null : decodeThreadListCursor(options.cursor),
    limit: limit + 1,
  });
  const shown = rows.slice(0, limit);
  const first = shown[0];
  const last = shown.at(-1);
  return {
    data: shown.map((row) => threadView(row, findRollout(connection, row.rollout_id))),
    nextCursor: rows.length > limit && last ? nextThreadCursor(last, sortKey) : null,
    backwardsCursor: first ? backwardsThreadCursor(first, sortKey, direction) : null,
  };
}

/** The cursor that continues after a row. */
export function nextThreadCursor(row: ThreadRow, sortKey: ThreadSortKey): string {
  return encodeThreadListCursor({ timeMs: row[sortKey], threadId: row.thread_id });
}

/** A millisecond against the direction, so that the opposite one starts with the first row again. */
export function backwardsThreadCursor(row: ThreadRow, sortKey: ThreadSortKey, direction: Direction): string {
  const shift = direction === 'desc' ? -1 : 1;
  return encodeThreadListCursor({ timeMs: row[sortKey] + shift, threadId: null });
}

/** The filter that options stand for. */
export function threadFilter(options: ListThreadsOptions): ThreadFilter {
  const { modelProviders, sourceKinds, cwds, searchTerm, parentThreadId, ancestorThreadId } = options;
  if (parentThreadId !== undefined && ancestorThreadId !== undefined) {
    throw new HistoryError('invalid_request', 'parentThreadId and ancestorThreadId are mutually exclusive');
  }
  const excluded = options.excludedThreadIds ?? [];
  if (excluded.length > MOST_EXCLUDED) {
    throw new HistoryError('invalid_request', `excludedThreadIds must contain at most ${MOST_EXCLUDED} IDs`);
  }
  const related = parentThreadId !== undefined || ancestorThreadId !== undefined;
  return {
    archived: options.archived ?? false,
    includeEmpty: related,
    sourceKinds: storedKinds(sourceKinds),
    ...(modelProviders && modelProviders.length > 0 && { modelProviders }),
    ...(cwds && { cwds: cwds.map((cwd) => resolve(cwd)) }),
    ...(searchTerm !== undefined && searchTerm !== '' && { searchTerm }),
    ...(parentThreadId !== undefined && { parentThreadId }),
    ...(ancestorThreadId !== undefined && { ancestorThreadId }),
    ...(excluded.length > 0 && { excludedThreadIds: excluded }),
  };
}

function storedKinds(kinds: ListThreadsOptions['sourceKinds']): string[] {
  if (kinds === undefined || kinds.length === 0) return INTERACTIVE;
  const stored = kinds.flatMap((kind) => (kind === 'subAgent' ? SUB_AGENTS : [kind]));
  return stored.includes('unknown') ? [...stored, 'interactive'] : stored;
}
