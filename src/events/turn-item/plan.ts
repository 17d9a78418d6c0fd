/**
 * The canonical item of a plan that the agent proposed in plan mode.
 */
import { z } from 'zod';

/** `text` is Markdown (spec: turn-items §2). */
export const PlanItem = z.looseObject({ type: z.literal('Plan'), id: z.string(), text: z.string() });
export type PlanItem = z.infer<typeof PlanItem>;
