/** Pages of thread rows by one of their times, under any combination of filters (spec reads §8). */
import type Database from 'better-sqlite3';
import { type Compilable, sql } from 'kysely';
import { queryBuilder } from './define-statement.js';
import type { Direction } from './page-turns.js';
import type { ThreadRow } from './threads.js';

export type ThreadSortKey = 'created_at_ms' | 'updated_at_ms' | 'recency_at_ms';

export interface ThreadFilter {
  archived: boolean;
  /** Rows without a preview are hidden unless asked for. */
  includeEmpty: boolean;
  sourceKinds?: readonly string[];
  modelProviders?: readonly string[];
  cwds?: readonly string[];
  searchTerm?: string;
  parentThreadId?: string;
  ancestorThreadId?: string;
  excludedThreadIds?: readonly string[];
}

export interface ThreadPageOptions {
  filter: ThreadFilter;
  sortKey: ThreadSortKey;
  direction: Direction;
  /** Rows strictly beyond this place; without a thread id, beyond that time. */
  after: { timeMs: number; threadId: string | null } | null;
  limit: number;
}

/** Thread rows of a page. */
export function pageThreads(
  connection: Database.Database,
  { filter, sortKey, direction, after, limit }: ThreadPageOptions,
): ThreadRow[] {
  let query = queryBuilder
    .selectFrom('threads')
    .selectAll()
    .where('archived', '=', filter.archived ? 1 : 0)
    .orderBy(sortKey, direction)
    .orderBy('thread_id', direction)
    .limit(limit);
  if (!filter.includeEmpty) query = query.where('preview', '<>', '');
  if (filter.sourceKinds) query = query.where('source_kind', 'in', filter.sourceKinds);
  if (filter.modelProviders) query = query.where('model_provider', 'in', filter.modelProviders);
  if (filter.cwds) query = query.where('cwd', 'in', filter.cwds);
  if (filter.excludedThreadIds) query = query.where('thread_id', 'not in', filter.excludedThreadIds);
  if (filter.searchTerm !== undefined) {
    const term = filter.searchTerm;
    query = query.where(
      sql<boolean>`(instr(coalesce(name, ''), ${term}) > 0 or instr(preview, ${term}) > 0)`,
    );
  }
  if (filter.parentThreadId !== undefined) {
    const parent = filter.parentThreadId;
    query = query.where('thread_id', 'in', (eb) =>
      eb.selectFrom('thread_spawn_edges').select('child_thread_id').where('parent_thread_id', '=', parent),
    );
  }
  if (filter.ancestorThreadId !== undefined) {
    query = query.where(descendantsOf(filter.ancestorThreadId));
  }
  if (after) {
    const { timeMs, threadId } = after;
    const beyond = direction === 'asc' ? ('>' as const) : ('<' as const);
    query = query.where((eb) =>
      threadId === null
        ? eb(sortKey, beyond, timeMs)
        : eb.or([
            eb(sortKey, beyond, timeMs),
            eb.and([eb(sortKey, '=', timeMs), eb('thread_id', beyond, threadId)]),
          ]),
    );
  }
  return runQuery<ThreadRow>(connection, query);
}

/** `union` ends at a cycle, and the ancestor itself is left out even when one leads back to it. */
function descendantsOf(ancestor: string) {
  return sql<boolean>`thread_id in (
    with recursive descendant(id) as (
      select child_thread_id from thread_spawn_edges where parent_thread_id = ${ancestor}
      union
      select edge.child_thread_id from thread_spawn_edges edge join descendant on edge.parent_thread_id = descendant.id)
    select id from descendant where id <> ${ancestor})`;
}

function runQuery<Row>(connection: Database.Database, query: Compilable<Row>): Row[] {
  const { sql: text, parameters } = query.compile();
  return connection.prepare<unknown[], Row>(text).all(...parameters);
}
