/**
 * Threads in which user or agent said a term, each with the first place (spec reads §9). Looks into the current rollout of
 * each thread as it lies on disk, so that threads are found that were never read.
 */
import type Database from 'better-sqlite3';
import { pageThreads } from '../store/page-threads.js';
import { findRollout } from '../store/rollouts.js';
import type { ThreadRow } from '../store/threads.js';
import { decodeThreadListCursor } from './cursors/thread-list-cursor.js';
import {
  backwardsThreadCursor,
  DEFAULT_THREADS,
  type ListThreadsOptions,
  MOST_THREADS,
  nextThreadCursor,
  SORT_COLUMNS,
  threadFilter,
} from './list-threads.js';
import { clampLimit, type Page } from './page.js';
import { type ContentTerm, compileContentTerm } from './search/content-term.js';
import { decodeCandidates, findRolloutSnippet } from './search/rollout-snippet.js';
import { requireSearchTerm } from './search/search-term.js';
import { type ThreadView, threadView } from './thread-view.js';

export interface SearchThreadsOptions
  extends Pick<
    ListThreadsOptions,
    'archived' | 'cursor' | 'direction' | 'limit' | 'sortKey' | 'sourceKinds'
  > {
  searchTerm: string;
}

export interface ThreadMatch {
  thread: ThreadView;
  /** One line around the first place. */
  snippet: string;
}

/** Threads that are looked at before the next ones are asked for. */
const THREADS_A_READ = 100;

/**
 * Searches threads.
 *
 * @param readLog the lines of a rollout's file
 * @throws HistoryError `invalid_request` for a blank term or a bad cursor
 */
export function searchThreads(
  connection: Database.Database,
  readLog: (rolloutId: string) => Iterable<Uint8Array>,
  options: SearchThreadsOptions,
): Page<ThreadMatch> {
  const term = compileContentTerm(requireSearchTerm(options.searchTerm, 'thread/search'));
  const limit = clampLimit(options.limit, DEFAULT_THREADS, MOST_THREADS);
  const direction = options.direction ?? 'desc';
  const sortKey = SORT_COLUMNS[options.sortKey ?? 'created_at'];
  const found: { row: ThreadRow; snippet: string }[] = [];
  for (const row of threadRows(connection, options)) {
    const snippet = snippetOf(readLog(row.rollout_id), term);
    if (snippet !== null) found.push({ row, snippet });
    if (found.length > limit) break;
  }
  const shown = found.slice(0, limit);
  const first = shown[0];
  const last = shown.at(-1);
  return {
    data: shown.map(({ row, snippet }) => ({
      thread: threadView(row, findRollout(connection, row.rollout_id)),
      snippet,
    })),
    nextCursor: found.length > limit && last ? nextThreadCursor(last.row, sortKey) : null,
    backwardsCursor: first ? backwardsThreadCursor(first.row, sortKey, direction) : null,
  };
}

function snippetOf(lines: Iterable<Uint8Array>, term: ContentTerm): string | null {
  return findRolloutSnippet(decodeCandidates(lines, term), term);
}

function* threadRows(
  connection: Database.Database,
  { archived, sourceKinds, cursor, sortKey, direction = 'desc' }: SearchThreadsOptions,
): Generator<ThreadRow, void, undefined> {
  const column = SORT_COLUMNS[sortKey ?? 'created_at'];
  const filter = threadFilter({ archived, sourceKinds });
  let after = cursor === undefined ? null : decodeThreadListCursor(cursor);
  for (;;) {
    const rows = pageThreads(connection, {
      filter,
      sortKey: column,
      direction,
      after,
      limit: THREADS_A_READ,
    });
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < THREADS_A_READ) return;
    after = { timeMs: last[column], threadId: last.thread_id };
  }
}
