/** Counts over the whole database: what `status` tells. */
import type Database from 'better-sqlite3';
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';
import { countUnrecognisedFormats } from './unrecognised-formats.js';

export interface RolloutCounts {
  rollouts: number;
  /** Rows reflect the file as it was last seen. */
  projected: number;
  /** Never projected, or with text that is not projected yet. */
  lagging: number;
  /** Files that vanished or shrank; their rows are kept. */
  gone: number;
  /** Files that are not read, with a reason. */
  refused: number;
  /** Files with lines of unknown kinds of which no item is known. */
  unrecognisedFormats: number;
}

export interface HistoryCounts extends RolloutCounts {
  threads: number;
  archivedThreads: number;
  turns: number;
  items: number;
  /** Items of kinds that were not known, kept verbatim. */
  unrecognisedItems: number;
  /** Items that were recovered from what a log tells only in the words of the model; Codex shows none of them. */
  recoveredItems: number;
  diagnostics: Record<string, number>;
}

type NoArgs = Record<never, never>;

const countRollouts = defineStatement<NoArgs, Omit<RolloutCounts, 'unrecognisedFormats'>>(
  () => sql`
    select
      count(*) as rollouts,
      count(*) filter (where problem is not null) as refused,
      count(*) filter (where problem is null and source_gone is not null) as gone,
      count(*) filter (where problem is null and source_gone is null and source_size = size_bytes) as projected,
      count(*) filter (where problem is null and source_gone is null and source_size is not size_bytes) as lagging
    from rollouts left join thread_history_projection_state state on state.thread_id = rollouts.rollout_id`,
);

const countThreads = defineStatement<NoArgs, { threads: number; archivedThreads: number }>(
  () => sql`select count(*) as threads, count(*) filter (where archived = 1) as archivedThreads from threads`,
);

const countTurns = defineStatement<NoArgs, { turns: number }>(
  () => sql`select count(*) as turns from thread_turns`,
);

interface ItemCounts {
  items: number;
  unrecognisedItems: number;
  recoveredItems: number;
}

const countItems = defineStatement<NoArgs, ItemCounts>(
  () => sql`
    select count(*) as items, count(*) filter (where origin = 'unrecognised') as unrecognisedItems,
      count(*) filter (where origin = 'recovered') as recoveredItems
    from thread_items`,
);

const countKinds = defineStatement<NoArgs, { kind: string; count: number }>((db) =>
  db
    .selectFrom('diagnostics')
    .select(['kind', (eb) => eb.fn.countAll<number>().as('count')])
    .groupBy('kind')
    .orderBy('kind'),
);

/** Counts everything; costs a scan of the tables. */
export function countHistory(connection: Database.Database): HistoryCounts {
  const kinds = countKinds(connection).all({});
  return {
    ...(countThreads(connection).get({}) ?? { threads: 0, archivedThreads: 0 }),
    ...(countRollouts(connection).get({}) ?? { rollouts: 0, projected: 0, lagging: 0, gone: 0, refused: 0 }),
    unrecognisedFormats: countUnrecognisedFormats(connection),
    ...(countTurns(connection).get({}) ?? { turns: 0 }),
    ...(countItems(connection).get({}) ?? { items: 0, unrecognisedItems: 0, recoveredItems: 0 }),
    diagnostics: Object.fromEntries(kinds.map(({ kind, count }) => [kind, count])),
  };
}
