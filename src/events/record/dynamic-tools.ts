/**
 * Tools that the client of a thread offers to the model. Older files list functions without a tag.
 */
import { z } from 'zod';

const FunctionFields = {
  name: z.string(),
  description: z.string(),
  inputSchema: z.unknown().refine((schema) => schema !== undefined),
};

/** A function of its own, tagged or in the older untagged form (with `namespace`, `exposeToContext`). */
export const DynamicFunction = z.looseObject({ type: z.literal('function').optional(), ...FunctionFields });
export type DynamicFunction = z.infer<typeof DynamicFunction>;

/** Functions under a common name. */
export const DynamicNamespace = z.looseObject({
  type: z.literal('namespace'),
  name: z.string(),
  description: z.string(),
  tools: z.array(DynamicFunction),
});
export type DynamicNamespace = z.infer<typeof DynamicNamespace>;

export const DynamicTools = z.array(z.union([DynamicFunction, DynamicNamespace]));
export type DynamicTools = z.infer<typeof DynamicTools>;
