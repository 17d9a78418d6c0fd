/**
 * What user and agent said, as legacy rollouts keep it: one event a message or thought, without ids.
 */
import { z } from 'zod';
import { omittedWhenEmpty, writtenAsNull } from '../canonical/written-form.js';
import { AgentQuestion } from '../value/agent-question.js';
import { ImageDetail } from '../value/image-detail.js';
import { Int } from '../value/integer.js';
import { MemoryCitation } from '../value/memory-citation.js';
import { MessagePhase } from '../value/message-phase.js';
import { TextElement } from '../value/text-element.js';

const Details = omittedWhenEmpty(z.array(ImageDetail.nullable()).default([]));
const Paths = z.array(z.string()).default([]);

/** The lists of attachments run parallel to their lists of details (spec: legacy-event-shapes, Messages). */
export const UserMessage = z.looseObject({
  type: z.literal('user_message'),
  client_id: z.string().nullish(),
  message: z.string(),
  images: z.array(z.string()).nullish(),
  image_details: Details,
  file_ids: z.array(z.string()).nullish(),
  file_id_details: Details,
  image_order: omittedWhenEmpty(z.array(z.enum(['inline', 'file'])).default([])),
  local_images: Paths,
  local_image_details: Details,
  audio: z.array(z.string()).nullish(),
  local_audio: Paths,
  text_elements: z.array(TextElement).default([]),
});
export type UserMessage = z.infer<typeof UserMessage>;

export const AgentMessage = z.looseObject({
  type: z.literal('agent_message'),
  message: z.string(),
  phase: writtenAsNull(MessagePhase),
  memory_citation: writtenAsNull(MemoryCitation),
  delivery: z.literal('async').nullish(),
  questions: z.array(AgentQuestion).nullish(),
});
export type AgentMessage = z.infer<typeof AgentMessage>;

/** A summary of what the model thought. */
export const AgentReasoning = z.looseObject({ type: z.literal('agent_reasoning'), text: z.string() });
export type AgentReasoning = z.infer<typeof AgentReasoning>;

/** The thought itself, where the model's provider shows it. */
export const AgentReasoningRawContent = z.looseObject({
  type: z.literal('agent_reasoning_raw_content'),
  text: z.string(),
});
export type AgentReasoningRawContent = z.infer<typeof AgentReasoningRawContent>;

export const AgentReasoningSectionBreak = z.looseObject({
  type: z.literal('agent_reasoning_section_break'),
  item_id: z.string().default(''),
  summary_index: Int.default(0),
});
export type AgentReasoningSectionBreak = z.infer<typeof AgentReasoningSectionBreak>;

/** The conversation was shortened; the event carries nothing. */
export const ContextCompacted = z.looseObject({ type: z.literal('context_compacted') });
export type ContextCompacted = z.infer<typeof ContextCompacted>;
