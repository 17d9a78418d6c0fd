/**
 * Calls of tools that run at the model's provider or search the harness's own tools.
 */
import { z } from 'zod';
import { WebSearchAction } from '../value/web-search-action.js';
import { CommonFields } from './passthrough.js';

const Sealed = { encrypted_content: z.string().nullish() };

/** `arguments` is any JSON value (spec: rollout-format §6). */
export const ToolSearchCallResponseItem = z.looseObject({
  type: z.literal('tool_search_call'),
  ...CommonFields,
  ...Sealed,
  call_id: z.string().nullish(),
  status: z.string().nullish(),
  execution: z.string(),
  arguments: z.unknown().refine((value) => value !== undefined),
});
export type ToolSearchCallResponseItem = z.infer<typeof ToolSearchCallResponseItem>;

export const ToolSearchOutputResponseItem = z.looseObject({
  type: z.literal('tool_search_output'),
  ...CommonFields,
  call_id: z.string().nullish(),
  status: z.string(),
  execution: z.string(),
  tools: z.array(z.unknown()),
});
export type ToolSearchOutputResponseItem = z.infer<typeof ToolSearchOutputResponseItem>;

export const WebSearchCallResponseItem = z.looseObject({
  type: z.literal('web_search_call'),
  ...CommonFields,
  ...Sealed,
  status: z.string().nullish(),
  action: WebSearchAction.nullish(),
});
export type WebSearchCallResponseItem = z.infer<typeof WebSearchCallResponseItem>;

/** `result` is the image in base64. */
export const ImageGenerationCallResponseItem = z.looseObject({
  type: z.literal('image_generation_call'),
  ...CommonFields,
  ...Sealed,
  status: z.string(),
  revised_prompt: z.string().nullish(),
  result: z.string(),
});
export type ImageGenerationCallResponseItem = z.infer<typeof ImageGenerationCallResponseItem>;
