/**
 * A question that a message of the agent puts to the user.
 */
import { z } from 'zod';
import { writtenAsNull } from '../canonical/written-form.js';

/** `options` are answers to choose from; null or absent means a free answer. */
export const AgentQuestion = z.looseObject({
  title: z.string(),
  options: writtenAsNull(z.array(z.string())),
});
export type AgentQuestion = z.infer<typeof AgentQuestion>;
