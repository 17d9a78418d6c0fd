/**
 * What a code review looks at. The keys are camelCase in the log as well.
 */
import { z } from 'zod';
import { writtenAsNull } from '../canonical/written-form.js';

/** spec: turn-items §2. */
export const ReviewTarget = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('uncommittedChanges') }),
  z.looseObject({ type: z.literal('baseBranch'), branch: z.string() }),
  z.looseObject({ type: z.literal('commit'), sha: z.string(), title: writtenAsNull(z.string()) }),
  z.looseObject({ type: z.literal('custom'), instructions: z.string() }),
]);
export type ReviewTarget = z.infer<typeof ReviewTarget>;
