/**
 * What a shell command was found to do, one entry a step of the command line.
 */
import { z } from 'zod';
import { writtenAsNull } from '../canonical/written-form.js';

/** spec: turn-items §2. `path` is as the command names it, not resolved against the working directory. */
export const ParsedCommand = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('read'), cmd: z.string(), name: z.string(), path: z.string() }),
  z.looseObject({ type: z.literal('list_files'), cmd: z.string(), path: writtenAsNull(z.string()) }),
  z.looseObject({
    type: z.literal('search'),
    cmd: z.string(),
    query: writtenAsNull(z.string()),
    path: writtenAsNull(z.string()),
  }),
  z.looseObject({ type: z.literal('unknown'), cmd: z.string() }),
]);
export type ParsedCommand = z.infer<typeof ParsedCommand>;
