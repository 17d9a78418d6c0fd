/**
 * A web search, as readers see it.
 */
import { z } from 'zod';

/** What the search did (spec: corrections-0.169 item 3: camelCase tags, absent values are null). */
export const WebSearchThreadAction = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('search'),
    query: z.string().nullable().default(null),
    queries: z.array(z.string()).nullable().default(null),
  }),
  z.looseObject({ type: z.literal('openPage'), url: z.string().nullable().default(null) }),
  z.looseObject({
    type: z.literal('findInPage'),
    url: z.string().nullable().default(null),
    pattern: z.string().nullable().default(null),
  }),
  z.looseObject({ type: z.literal('other') }),
]);
export type WebSearchThreadAction = z.infer<typeof WebSearchThreadAction>;

/** spec: turn-items §3. The results are opaque. */
export const WebSearchThreadItem = z.looseObject({
  type: z.literal('webSearch'),
  id: z.string(),
  query: z.string(),
  action: WebSearchThreadAction.nullable().default(null),
  results: z.array(z.unknown()).nullable().default(null),
});
export type WebSearchThreadItem = z.infer<typeof WebSearchThreadItem>;
