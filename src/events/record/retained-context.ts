/**
 * Context that outlives a compaction: answers that the user gave and that were checked.
 */
import { z } from 'zod';
import { writtenAs, writtenAsNull } from '../canonical/written-form.js';
import { Uint } from '../value/integer.js';
import { MessagePhase } from '../value/message-phase.js';

const Questions = z.array(z.looseObject({ question: z.string(), answer: z.string() }));

/** spec: rollout-format §11. The delivered-assistant variant is written as a response item. */
export const RetainedContext = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('verified_answer'),
    turn_id: z.string(),
    call_id: z.string(),
    questions: Questions,
    acceptance_order: Uint.nullish(),
  }),
]);
export type RetainedContext = z.infer<typeof RetainedContext>;

const RetainedMessage = z.looseObject({
  revision: z.string().nullish(),
  order: Uint.optional(),
  turn_id: z.string(),
  message_id: writtenAsNull(z.string()),
  text: z.string(),
  complete: z.boolean(),
  phase: MessagePhase.nullish(),
});

/** All retained context at the time of a compaction, as a `compacted` record carries it. */
export const RetainedContextSnapshot = z.looseObject({
  verified_answers: z.array(
    z.looseObject({ order: Uint.optional(), turn_id: z.string(), call_id: z.string(), questions: Questions }),
  ),
  incomplete: z.boolean(),
  user_messages: writtenAs([], z.array(RetainedMessage)),
  user_messages_incomplete: writtenAs(true, z.boolean()),
  assistant_messages: writtenAs([], z.array(RetainedMessage)),
  assistant_messages_incomplete: writtenAs(false, z.boolean()),
  next_order: writtenAs(0, Uint),
});
export type RetainedContextSnapshot = z.infer<typeof RetainedContextSnapshot>;
