/**
 * Whether a message of the agent is on the way or the answer.
 */
import { z } from 'zod';

/** The same words in the log and for readers (spec: rollout-format §6). */
export const MessagePhase = z.enum(['commentary', 'partial_answer', 'final_answer']);
export type MessagePhase = z.infer<typeof MessagePhase>;
