/**
 * What the model was told of the world: a new baseline, or a merge patch of the last state. Folding them is left to the world-state room.
 */
import { z } from 'zod';

/** The sections belong to Codex and are kept verbatim (spec: rollout-format §3). */
export const WorldState = z.looseObject({ full: z.boolean(), state: z.record(z.string(), z.unknown()) });
export type WorldState = z.infer<typeof WorldState>;
