/**
 * What the agent said, as readers see it.
 */
import { z } from 'zod';
import { omittedWhenNull } from '../canonical/written-form.js';
import { AgentQuestion } from '../value/agent-question.js';
import { Uint } from '../value/integer.js';
import { MessagePhase } from '../value/message-phase.js';

/** The notes that an answer rests on, and the threads those notes came from. Lines count from 1. */
export const ThreadMemoryCitation = z.looseObject({
  entries: z.array(z.looseObject({ path: z.string(), lineStart: Uint, lineEnd: Uint, note: z.string() })),
  threadIds: z.array(z.string()),
});
export type ThreadMemoryCitation = z.infer<typeof ThreadMemoryCitation>;

/** How a moderated answer is to be shown. Actions that are not known are left to the client that made them. */
export const AgentMessageModeration = z.looseObject({
  moderated: z.boolean(),
  display: omittedWhenNull(
    z
      .looseObject({
        action: z.string(),
        blockType: omittedWhenNull(z.string().nullable().default(null)),
        cyberTrustedAccess: omittedWhenNull(z.boolean().nullable().default(null)),
        checkTrustedContacts: omittedWhenNull(z.boolean().nullable().default(null)),
      })
      .nullable()
      .default(null),
  ),
});
export type AgentMessageModeration = z.infer<typeof AgentMessageModeration>;

/** spec: turn-items §3. */
export const AgentMessageThreadItem = z.looseObject({
  type: z.literal('agentMessage'),
  moderation: AgentMessageModeration.nullable().default(null),
  id: z.string(),
  text: z.string(),
  phase: MessagePhase.nullable().default(null),
  memoryCitation: ThreadMemoryCitation.nullable().default(null),
  delivery: z.literal('async').nullable().default(null),
  questions: z.array(AgentQuestion).nullable().default(null),
});
export type AgentMessageThreadItem = z.infer<typeof AgentMessageThreadItem>;
