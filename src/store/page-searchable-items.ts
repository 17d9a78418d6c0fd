/**
 * The items of one rollout that occurrence search looks into, in log order: user messages and partial answers of turns that
 * have a row, and the final agent message of each turn (spec reads §6; partial answers seen with Codex 0.169.0).
 */
import type Database from 'better-sqlite3';
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';
import type { OrdinalSpan } from './page-turns.js';

export interface SearchableItem {
  turn_id: string;
  item_id: string;
  rollout_ordinal: number;
  item_json: string;
}

/** The places are sorted before any item is read, so that a page reads only the items it looks into. */
const list = defineStatement<{ thread_id: string; low: number; high: number; from: number }, SearchableItem>(
  (_, arg) => sql<SearchableItem>`
    with place as materialized (
      select item.rowid as id, item.rollout_ordinal
      from thread_items item join thread_turns turn
        on turn.thread_id = item.thread_id and turn.turn_id = item.turn_id and turn.occurrence = item.turn_occurrence
      where item.thread_id = ${arg('thread_id')} and item.item_type = 'userMessage'
        and item.origin <> 'recovered'
        and item.rollout_ordinal between ${arg('from')} and ${arg('high')}
        and turn.rollout_ordinal between ${arg('low')} and ${arg('high')}
      union
      select item.rowid, item.rollout_ordinal
      from thread_items item join thread_turns turn
        on turn.thread_id = item.thread_id and turn.turn_id = item.turn_id and turn.occurrence = item.turn_occurrence
      where item.thread_id = ${arg('thread_id')} and item.item_type = 'agentMessage'
        and item.origin <> 'recovered'
        and json_extract(item.item_json, '$.phase') = 'partial_answer'
        and item.rollout_ordinal between ${arg('from')} and ${arg('high')}
        and turn.rollout_ordinal between ${arg('low')} and ${arg('high')}
      union
      select item.rowid, item.rollout_ordinal
      from thread_turns turn join thread_items item
        on item.thread_id = turn.thread_id and item.turn_id = turn.turn_id and item.turn_occurrence = turn.occurrence
          and item.item_id = turn.final_agent_item_id
      where turn.thread_id = ${arg('thread_id')} and turn.rollout_ordinal between ${arg('low')} and ${arg('high')}
        and item.rollout_ordinal between ${arg('from')} and ${arg('high')})
    select item.turn_id, item.item_id, item.rollout_ordinal, item.item_json
    from place cross join thread_items item on item.rowid = place.id
    order by place.rollout_ordinal`,
);

/** Searchable items with turns and items in the span, from an ordinal on, one by one. */
export function iterateSearchableItems(
  connection: Database.Database,
  rolloutId: string,
  { low, high }: OrdinalSpan,
  from: number,
): IterableIterator<SearchableItem> {
  return list(connection).iterate({ thread_id: rolloutId, low, high, from: Math.max(low, from) });
}
