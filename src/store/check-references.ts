/** What must hold between the rows of a rollout, whatever its lines were: checked by SQL over the stored rows. */
import type Database from 'better-sqlite3';
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';

/** A row that breaks a rule. */
export interface BrokenReference {
  table: 'thread_turns' | 'thread_items';
  turn_id: string;
  item_id: string | null;
  rollout_ordinal: number;
  rule: string;
}

interface Args {
  thread_id: string;
}

/** Turns whose summary names an item that they do not have. */
function missingSummaryItem(column: 'first_user_item_id' | 'final_agent_item_id', rule: string) {
  const id = sql.ref(column);
  return defineStatement<Args, BrokenReference>(
    (_, arg) => sql`
      select 'thread_turns' as "table", turn_id, ${id} as item_id, rollout_ordinal, ${sql.lit(rule)} as rule
      from thread_turns turn
      where thread_id = ${arg('thread_id')} and ${id} is not null and not exists (
        select 1 from thread_items item where item.thread_id = turn.thread_id and item.turn_id = turn.turn_id
          and item.turn_occurrence = turn.occurrence and item.item_id = turn.${id})`,
  );
}

/** In a legacy rollout a turn can have ended with the record that began it, which leaves its end without a place. */
const RULES = [
  missingSummaryItem('first_user_item_id', 'its first user item is not there'),
  missingSummaryItem('final_agent_item_id', 'its final agent item is not there'),
  defineStatement<Args, BrokenReference>(
    (_, arg) => sql`
      select 'thread_turns' as "table", turn_id, null as item_id, rollout_ordinal,
        'it has an end and is in progress' as rule
      from thread_turns
      where thread_id = ${arg('thread_id')} and status = 'inProgress' and rollout_end_ordinal is not null`,
  ),
  defineStatement<Args, BrokenReference>(
    (_, arg) => sql`
      select 'thread_turns' as "table", turn_id, null as item_id, rollout_ordinal,
        'it has ended and has no end' as rule
      from thread_turns turn
      where thread_id = ${arg('thread_id')} and status <> 'inProgress' and rollout_end_ordinal is null and exists (
        select 1 from thread_history_projection_state state
        where state.thread_id = turn.thread_id and state.reducer = 'canonical')`,
  ),
  defineStatement<Args, BrokenReference>(
    (_, arg) => sql`
      select 'thread_turns' as "table", turn_id, null as item_id, rollout_ordinal,
        'it was changed before it began' as rule
      from thread_turns where thread_id = ${arg('thread_id')} and updated_at_ordinal < rollout_ordinal`,
  ),
  defineStatement<Args, BrokenReference>(
    (_, arg) => sql`
      select 'thread_items' as "table", turn_id, item_id, rollout_ordinal, 'it was changed before it began' as rule
      from thread_items where thread_id = ${arg('thread_id')} and updated_at_ordinal < rollout_ordinal`,
  ),
];

const homeless = defineStatement<Args, { count: number }>(
  (_, arg) => sql`
    select count(*) as count from thread_items item
    where thread_id = ${arg('thread_id')} and not exists (
      select 1 from thread_turns turn where turn.thread_id = item.thread_id and turn.turn_id = item.turn_id
        and turn.occurrence = item.turn_occurrence)`,
);

/** Every row of a rollout that breaks a rule. */
export function* checkReferences(
  connection: Database.Database,
  rolloutId: string,
): Generator<BrokenReference, void, undefined> {
  for (const rule of RULES) yield* rule(connection).iterate({ thread_id: rolloutId });
}

/** Items whose turn has no row: legal, as in the turns of a review, which no record begins (spec: projection §2). */
export function countItemsWithoutTurn(connection: Database.Database, rolloutId: string): number {
  return homeless(connection).get({ thread_id: rolloutId })?.count ?? 0;
}
