/**
 * A message from one agent of a session to others.
 */
import { z } from 'zod';
import { PassedThrough } from '../response-item/passthrough.js';
import { AgentPath } from '../value/agent-path.js';

/** spec: rollout-format §9. 0.169 writes agent messages as response items instead. */
export const InterAgentCommunication = z.looseObject({
  id: z.string().nullish(),
  author: AgentPath,
  recipient: AgentPath,
  other_recipients: z.array(AgentPath).default([]),
  content: z.string(),
  encrypted_content: z.string().nullish(),
  ...PassedThrough,
  trigger_turn: z.boolean(),
});
export type InterAgentCommunication = z.infer<typeof InterAgentCommunication>;

/** What is written beside an agent message that came as a response item. */
export const InterAgentCommunicationMetadata = z.looseObject({ trigger_turn: z.boolean() });
export type InterAgentCommunicationMetadata = z.infer<typeof InterAgentCommunicationMetadata>;
