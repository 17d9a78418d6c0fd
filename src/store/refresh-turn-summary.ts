/**
 * The two items that stand for a turn in summaries: its first user message and its final agent message
 * (spec projection §4.2), of those that Codex knows too.
 */
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';

/**
 * After a turn row was written: finds both ids among the items there are. Touches the row only while it is in progress,
 * or when it ended with exactly `ordinal`.
 */
export const refreshTurnSummary = defineStatement<{ thread_id: string; turn_id: string; ordinal: number }>(
  (_, arg) => sql`
    update thread_turns set
      first_user_item_id = coalesce(first_user_item_id, (
        select item_id from thread_items
        where thread_id = ${arg('thread_id')} and turn_id = ${arg('turn_id')} and item_type = 'userMessage'
          and origin = 'canonical'
        order by rollout_ordinal limit 1)),
      final_agent_item_id = coalesce((
        select item_id from thread_items
        where thread_id = ${arg('thread_id')} and turn_id = ${arg('turn_id')} and item_type = 'agentMessage'
          and origin = 'canonical'
          and json_extract(item_json, '$.phase') = 'final_answer'
        order by rollout_ordinal desc limit 1),
        case when rollout_end_ordinal is not null then (
          select item_id from thread_items
          where thread_id = ${arg('thread_id')} and turn_id = ${arg('turn_id')} and item_type = 'agentMessage'
            and origin = 'canonical'
            and json_extract(item_json, '$.phase') is null
          order by rollout_ordinal desc limit 1) end,
        final_agent_item_id)
    where thread_id = ${arg('thread_id')} and turn_id = ${arg('turn_id')} and occurrence = 0
      and ((status = 'inProgress' and rollout_end_ordinal is null) or rollout_end_ordinal = ${arg('ordinal')})`,
);

/** After a user message was written: it is the turn's first one if the open turn has none yet. */
export const noteFirstUserItem = defineStatement<{ thread_id: string; turn_id: string; item_id: string }>(
  (db, arg) =>
    db
      .updateTable('thread_turns')
      .set({ first_user_item_id: arg('item_id') })
      .where('thread_id', '=', arg('thread_id'))
      .where('turn_id', '=', arg('turn_id'))
      .where('occurrence', '=', 0)
      .where('status', '=', 'inProgress')
      .where('rollout_end_ordinal', 'is', null)
      .where('first_user_item_id', 'is', null),
);

/** After a final answer was written: the last one wins while the turn is open. */
export const noteFinalAgentItem = defineStatement<{ thread_id: string; turn_id: string; item_id: string }>(
  (db, arg) =>
    db
      .updateTable('thread_turns')
      .set({ final_agent_item_id: arg('item_id') })
      .where('thread_id', '=', arg('thread_id'))
      .where('turn_id', '=', arg('turn_id'))
      .where('occurrence', '=', 0)
      .where('status', '=', 'inProgress')
      .where('rollout_end_ordinal', 'is', null),
);
