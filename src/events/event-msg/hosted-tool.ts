/**
 * Tools that run at the model's provider or need no more than a path: web search, image generation, looking at an image.
 */
import { z } from 'zod';
import { omittedWhenEmpty } from '../canonical/written-form.js';
import { ImageGenerationInputImage } from '../thread-item/image-generation.js';
import { AbsolutePath } from '../value/absolute-path.js';
import { Int } from '../value/integer.js';
import { PathUri } from '../value/path-uri.js';
import { WebSearchAction } from '../value/web-search-action.js';

export const WebSearchBegin = z.looseObject({ type: z.literal('web_search_begin'), call_id: z.string() });
export type WebSearchBegin = z.infer<typeof WebSearchBegin>;

/** Results are opaque (spec: legacy-event-shapes, Tools). */
export const WebSearchEnd = z.looseObject({
  type: z.literal('web_search_end'),
  call_id: z.string(),
  query: z.string(),
  action: WebSearchAction,
  results: z.array(z.unknown()).nullish(),
});
export type WebSearchEnd = z.infer<typeof WebSearchEnd>;

export const ViewImageToolCall = z.looseObject({
  type: z.literal('view_image_tool_call'),
  call_id: z.string(),
  path: PathUri,
});
export type ViewImageToolCall = z.infer<typeof ViewImageToolCall>;

export const ImageGenerationBegin = z.looseObject({
  type: z.literal('image_generation_begin'),
  call_id: z.string(),
});
export type ImageGenerationBegin = z.infer<typeof ImageGenerationBegin>;

/** `result` is the image in base64; `resetsAt` in unix seconds. */
export const ImageGenerationEnd = z.looseObject({
  type: z.literal('image_generation_end'),
  call_id: z.string(),
  status: z.string(),
  revised_prompt: z.string().nullish(),
  result: z.string(),
  transparent_background: z.boolean().nullish(),
  failure: z
    .looseObject({
      type: z.literal('usageLimitExceeded'),
      limitId: z.string(),
      resetsAt: Int.nullish(),
    })
    .nullish(),
  saved_path: AbsolutePath.nullish(),
  input_images: omittedWhenEmpty(z.array(ImageGenerationInputImage).default([])),
  generation_id: z.string().nullish(),
});
export type ImageGenerationEnd = z.infer<typeof ImageGenerationEnd>;
