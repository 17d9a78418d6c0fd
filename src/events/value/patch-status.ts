/**
 * How a patch ended. A patch that was only announced has no status in the log; readers call it in progress.
 */
import { z } from 'zod';

export const PatchStatus = z.enum(['completed', 'failed', 'declined']);
export type PatchStatus = z.infer<typeof PatchStatus>;
