/**
 * What a web search did, as the log names it. Readers see the camelCase form, which the thread items make.
 */
import { z } from 'zod';

const KnownAction = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('search'),
    query: z.string().nullish(),
    queries: z.array(z.string()).nullish(),
  }),
  z.looseObject({ type: z.literal('open_page'), url: z.string().nullish() }),
  z.looseObject({
    type: z.literal('find_in_page'),
    url: z.string().nullish(),
    pattern: z.string().nullish(),
  }),
  z.looseObject({ type: z.literal('other') }),
]);

const KNOWN = new Set(['search', 'open_page', 'find_in_page', 'other']);
const UnknownAction = z
  .looseObject({ type: z.string().refine((type) => !KNOWN.has(type)) })
  .transform((): { type: 'other'; [key: string]: unknown } => ({ type: 'other' }));

/** spec: turn-items §2, corrections-0.169 item 3. An action of an unknown type reads as `other`. */
export const WebSearchAction = z.union([KnownAction, UnknownAction]);
export type WebSearchAction = z.infer<typeof WebSearchAction>;
