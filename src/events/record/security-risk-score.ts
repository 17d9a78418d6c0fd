/**
 * How risky an action of the agent was found.
 */
import { z } from 'zod';
import { Float, writtenSorted } from '../canonical/written-form.js';

const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:?\d\d)$/;

/** spec: rollout-format §12. `action` is opaque; null is not the same as absent. */
export const SecurityRiskScore = z.looseObject({
  scores: writtenSorted(z.record(z.string(), Float)),
  call_id: z.string().nullish(),
  action: z.unknown().optional(),
  sampled_at: z.string().regex(RFC_3339).nullish(),
});
export type SecurityRiskScore = z.infer<typeof SecurityRiskScore>;
