/**
 * The canonical item of what the agent said.
 */
import { z } from 'zod';
import { AgentMessageModeration } from '../thread-item/agent-message.js';
import { AgentQuestion } from '../value/agent-question.js';
import { MemoryCitation } from '../value/memory-citation.js';
import { MessagePhase } from '../value/message-phase.js';

/** spec: turn-items §2. The parts make one text without anything in between; their tag is PascalCase. `moderation` is camelCase inside. */
export const AgentMessageItem = z.looseObject({
  type: z.literal('AgentMessage'),
  moderation: AgentMessageModeration.nullish(),
  id: z.string(),
  content: z.array(z.looseObject({ type: z.literal('Text'), text: z.string() })),
  phase: MessagePhase.nullish(),
  memory_citation: MemoryCitation.nullish(),
  delivery: z.literal('async').nullish(),
  questions: z.array(AgentQuestion).nullish(),
});
export type AgentMessageItem = z.infer<typeof AgentMessageItem>;
