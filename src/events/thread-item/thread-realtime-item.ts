/**
 * What happened in the voice sessions of a thread, as readers see it.
 */
import { z } from 'zod';
import { Uint } from '../value/integer.js';

/** How an item of the agent appears in the conversation that was spoken. */
export const RealtimePresentation = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('wholeItem') }),
  z.looseObject({ type: z.literal('inlineMarkdown') }),
  z.looseObject({ type: z.literal('inlineVisualization'), index: Uint }),
]);
export type RealtimePresentation = z.infer<typeof RealtimePresentation>;

const shared = { id: z.string(), realtimeSessionId: z.string() };

/** spec: rollout-format §13. */
export const ThreadRealtimeItem = z.discriminatedUnion('type', [
  z.looseObject({ ...shared, type: z.literal('realtimeSessionStarted') }),
  z.looseObject({
    ...shared,
    type: z.literal('transcriptSegment'),
    role: z.enum(['user', 'assistant']),
    text: z.string(),
  }),
  z.looseObject({
    ...shared,
    type: z.literal('bemItemPromoted'),
    turnId: z.string(),
    itemId: z.string(),
    presentation: RealtimePresentation,
  }),
  z.looseObject({
    ...shared,
    type: z.literal('realtimeSessionClosed'),
    outcome: z.enum(['ended', 'failed']),
  }),
]);
export type ThreadRealtimeItem = z.infer<typeof ThreadRealtimeItem>;
