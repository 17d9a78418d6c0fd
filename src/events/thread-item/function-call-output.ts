/**
 * A tool output that a client handed in, as readers see it.
 */
import { z } from 'zod';
import { OutputContent } from '../value/output-content.js';

/** spec: turn-items §3. The parts of `output` keep the snake_case of the log. */
export const FunctionCallOutputThreadItem = z.looseObject({
  type: z.literal('functionCallOutput'),
  id: z.string(),
  name: z.string(),
  namespace: z.string().nullable().default(null),
  output: OutputContent,
});
export type FunctionCallOutputThreadItem = z.infer<typeof FunctionCallOutputThreadItem>;
