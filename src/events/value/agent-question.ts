/**
 * A question that a message of the agent puts to the user.
 */
import { z } from 'zod';

/** `options` are answers to choose from; null or absent means a free answer. */
export const AgentQuestion = z.looseObject({
  title: z.string(),
  options: z.array(z.string()).nullish(),
});
export type AgentQuestion = z.infer<typeof AgentQuestion>;
