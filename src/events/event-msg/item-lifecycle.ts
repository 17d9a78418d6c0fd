/**
 * Canonical items begin and end. Paginated rollouts consist of the ends; the begins are never written, but were by some forks.
 */
import { z } from 'zod';
import { TurnItem } from '../turn-item/turn-item.js';
import { Int } from '../value/integer.js';
import { ThreadId } from '../value/thread-id.js';

/** Times in unix milliseconds (spec: turn-items §1). */
export const ItemStarted = z.looseObject({
  type: z.literal('item_started'),
  thread_id: ThreadId,
  turn_id: z.string(),
  item: TurnItem,
  started_at_ms: Int,
});
export type ItemStarted = z.infer<typeof ItemStarted>;

/** A `completed_at_ms` of 0 means that the time is unknown. */
export const ItemCompleted = z.looseObject({
  type: z.literal('item_completed'),
  thread_id: ThreadId,
  turn_id: z.string(),
  item: TurnItem,
  started_at_ms: Int.nullish(),
  completed_at_ms: Int.default(0),
});
export type ItemCompleted = z.infer<typeof ItemCompleted>;
