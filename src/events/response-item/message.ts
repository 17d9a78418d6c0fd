/**
 * Messages as the model sees them: from user, developer, assistant, or another agent.
 */
import { z } from 'zod';
import { MessagePhase } from '../value/message-phase.js';
import { InputAudio, InputImage } from '../value/output-content.js';
import { Id, PassedThrough, Sealed } from './passthrough.js';

const InputText = z.looseObject({ type: z.literal('input_text'), text: z.string() });

/** Annotations and log probabilities are the provider's and stay as they are. */
const OutputText = z.looseObject({
  type: z.literal('output_text'),
  text: z.string(),
  annotations: z.array(z.unknown()).nullish(),
  logprobs: z.array(z.unknown()).nullish(),
});

export const MessageContent = z.discriminatedUnion('type', [InputText, OutputText, InputImage, InputAudio]);
export type MessageContent = z.infer<typeof MessageContent>;

/** spec: rollout-format §6. Any word is a role and a status. */
export const MessageResponseItem = z.looseObject({
  type: z.literal('message'),
  ...Sealed,
  status: z.string().nullish(),
  ...Id,
  role: z.string(),
  content: z.array(MessageContent),
  phase: MessagePhase.nullish(),
  ...PassedThrough,
});
export type MessageResponseItem = z.infer<typeof MessageResponseItem>;

export const AgentMessageResponseItem = z.looseObject({
  type: z.literal('agent_message'),
  ...Id,
  author: z.string(),
  recipient: z.string(),
  content: z.array(
    z.discriminatedUnion('type', [
      InputText,
      z.looseObject({ type: z.literal('encrypted_content'), encrypted_content: z.string() }),
    ]),
  ),
  ...PassedThrough,
});
export type AgentMessageResponseItem = z.infer<typeof AgentMessageResponseItem>;

/** Tools that the model is told of while the conversation runs. */
export const AdditionalToolsResponseItem = z.looseObject({
  type: z.literal('additional_tools'),
  ...Id,
  role: z.string(),
  tools: z.array(z.unknown()),
  ...PassedThrough,
});
export type AdditionalToolsResponseItem = z.infer<typeof AdditionalToolsResponseItem>;
