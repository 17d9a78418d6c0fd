/**
 * What a patch does to one file, and the map of a whole patch.
 */
import { z } from 'zod';
import { writtenAsNull } from '../canonical/written-form.js';

/** One file of a patch (spec: turn-items §2). */
export const FileChange = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('add'), content: z.string() }),
  z.looseObject({ type: z.literal('delete'), content: z.string() }),
  z.looseObject({
    type: z.literal('update'),
    unified_diff: z.string(),
    move_path: writtenAsNull(z.string()),
  }),
]);
export type FileChange = z.infer<typeof FileChange>;

/** A patch: path to change. The order of the paths means nothing; readers sort them. */
export const FileChanges = z.record(z.string(), FileChange);
export type FileChanges = z.infer<typeof FileChanges>;
