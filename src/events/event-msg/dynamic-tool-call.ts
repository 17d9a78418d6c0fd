/**
 * Calls of tools that the client offers. The request spells its keys in camelCase, the response in snake_case.
 */
import { z } from 'zod';
import { Duration } from '../value/duration.js';
import { DynamicContentItem } from '../value/dynamic-content-item.js';
import { Int } from '../value/integer.js';

/** `arguments` is any JSON value, and must be there. */
const Arguments = z.unknown().refine((value) => value !== undefined);

/** spec: legacy-event-shapes, Tools. An empty turn id means the turn that is open. */
export const DynamicToolCallRequest = z.looseObject({
  type: z.literal('dynamic_tool_call_request'),
  callId: z.string(),
  turnId: z.string(),
  startedAtMs: Int.default(0),
  namespace: z.string().nullish(),
  tool: z.string(),
  arguments: Arguments,
});
export type DynamicToolCallRequest = z.infer<typeof DynamicToolCallRequest>;

export const DynamicToolCallResponse = z.looseObject({
  type: z.literal('dynamic_tool_call_response'),
  call_id: z.string(),
  turn_id: z.string(),
  completed_at_ms: Int.default(0),
  namespace: z.string().nullish(),
  tool: z.string(),
  arguments: Arguments,
  content_items: z.array(DynamicContentItem),
  success: z.boolean(),
  error: z.string().nullish(),
  duration: Duration,
});
export type DynamicToolCallResponse = z.infer<typeof DynamicToolCallResponse>;
