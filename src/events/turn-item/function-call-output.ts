/**
 * The canonical item of a tool output that a client handed in from outside the turn.
 */
import { z } from 'zod';
import { OutputContent } from '../value/output-content.js';

/** spec: turn-items §2. */
export const FunctionCallOutputItem = z.looseObject({
  type: z.literal('FunctionCallOutput'),
  id: z.string(),
  name: z.string(),
  namespace: z.string().nullish(),
  output: OutputContent,
});
export type FunctionCallOutputItem = z.infer<typeof FunctionCallOutputItem>;
