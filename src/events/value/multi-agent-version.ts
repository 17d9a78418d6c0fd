/**
 * Which of the multi-agent tool sets a thread has.
 */
import { z } from 'zod';

export const MultiAgentVersion = z.enum(['disabled', 'v1', 'v2']);
export type MultiAgentVersion = z.infer<typeof MultiAgentVersion>;
