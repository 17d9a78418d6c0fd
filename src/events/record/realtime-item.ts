/**
 * A step of a realtime (voice) session. Realtime items are a timeline of their own and never part of a turn.
 */
import { z } from 'zod';
import { Uint } from '../value/integer.js';

/** How an item of the agent appears in the spoken conversation. */
export const CoreRealtimePresentation = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('whole_item') }),
  z.looseObject({ type: z.literal('inline_markdown') }),
  z.looseObject({ type: z.literal('inline_visualization'), index: Uint }),
]);
export type CoreRealtimePresentation = z.infer<typeof CoreRealtimePresentation>;

const Common = { id: z.string(), realtime_session_id: z.string() };

/** spec: rollout-format §13. The first record of an id counts; that rule is left to the projector. */
export const RealtimeItem = z.discriminatedUnion('type', [
  z.looseObject({ ...Common, type: z.literal('realtime_session_started') }),
  z.looseObject({
    ...Common,
    type: z.literal('transcript_segment'),
    role: z.enum(['user', 'assistant']),
    text: z.string(),
  }),
  z.looseObject({
    ...Common,
    type: z.literal('bem_item_promoted'),
    turn_id: z.string(),
    item_id: z.string(),
    presentation: CoreRealtimePresentation,
  }),
  z.looseObject({
    ...Common,
    type: z.literal('realtime_session_closed'),
    outcome: z.enum(['ended', 'failed']),
  }),
]);
export type RealtimeItem = z.infer<typeof RealtimeItem>;
