/**
 * Calls of tools that run at the model's provider or search the harness's own tools.
 */
import { z } from 'zod';
import { writtenAsNull } from '../canonical/written-form.js';
import { WebSearchAction } from '../value/web-search-action.js';
import { Id, PassedThrough, Sealed } from './passthrough.js';

/** `arguments` is any JSON value (spec: rollout-format §6). */
export const ToolSearchCallResponseItem = z.looseObject({
  type: z.literal('tool_search_call'),
  ...Sealed,
  ...Id,
  call_id: writtenAsNull(z.string()),
  status: z.string().nullish(),
  execution: z.string(),
  arguments: z.unknown().refine((value) => value !== undefined),
  ...PassedThrough,
});
export type ToolSearchCallResponseItem = z.infer<typeof ToolSearchCallResponseItem>;

export const ToolSearchOutputResponseItem = z.looseObject({
  type: z.literal('tool_search_output'),
  ...Id,
  call_id: writtenAsNull(z.string()),
  status: z.string(),
  execution: z.string(),
  tools: z.array(z.unknown()),
  ...PassedThrough,
});
export type ToolSearchOutputResponseItem = z.infer<typeof ToolSearchOutputResponseItem>;

export const WebSearchCallResponseItem = z.looseObject({
  type: z.literal('web_search_call'),
  ...Sealed,
  ...Id,
  status: z.string().nullish(),
  action: WebSearchAction.nullish(),
  ...PassedThrough,
});
export type WebSearchCallResponseItem = z.infer<typeof WebSearchCallResponseItem>;

/** `result` is the image in base64. */
export const ImageGenerationCallResponseItem = z.looseObject({
  type: z.literal('image_generation_call'),
  ...Sealed,
  ...Id,
  status: z.string(),
  revised_prompt: z.string().nullish(),
  result: z.string(),
  ...PassedThrough,
});
export type ImageGenerationCallResponseItem = z.infer<typeof ImageGenerationCallResponseItem>;
