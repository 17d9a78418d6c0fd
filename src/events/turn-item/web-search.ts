/**
 * The canonical item of a web search that the model's provider ran.
 */
import { z } from 'zod';
import { WebSearchAction } from '../value/web-search-action.js';

/** spec: turn-items §2. The results belong to the search service and stay opaque. */
export const WebSearchItem = z.looseObject({
  type: z.literal('WebSearch'),
  id: z.string(),
  query: z.string(),
  action: WebSearchAction,
  results: z.array(z.unknown()).nullish(),
});
export type WebSearchItem = z.infer<typeof WebSearchItem>;
