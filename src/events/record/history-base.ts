/**
 * The part of another rollout that a fork or a revert begins with.
 */
import { z } from 'zod';
import { Uint } from '../value/integer.js';
import { ThreadId } from '../value/thread-id.js';

/** `thread_id` names a rollout, not a thread, whatever its name says (spec: rollout-format §4). */
export const HistoryBase = z.looseObject({
  thread_id: ThreadId,
  end_ordinal_exclusive: Uint,
  end_byte_offset: Uint,
});
export type HistoryBase = z.infer<typeof HistoryBase>;
