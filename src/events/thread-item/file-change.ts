/**
 * A patch, as readers see it.
 */
import { z } from 'zod';

/** `move_path` is snake_case for readers as well (spec: turn-items §3). */
export const PatchChangeKind = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('add') }),
  z.looseObject({ type: z.literal('delete') }),
  z.looseObject({ type: z.literal('update'), move_path: z.string().nullable().default(null) }),
]);
export type PatchChangeKind = z.infer<typeof PatchChangeKind>;

/** One file of a patch; `diff` is the whole content where a file was added or deleted. */
export const FileUpdateChange = z.looseObject({
  path: z.string(),
  kind: PatchChangeKind,
  diff: z.string(),
});
export type FileUpdateChange = z.infer<typeof FileUpdateChange>;

export const FileChangeStatus = z.enum(['inProgress', 'completed', 'failed', 'declined']);
export type FileChangeStatus = z.infer<typeof FileChangeStatus>;

/** spec: turn-items §3. The changes are sorted by path. */
export const FileChangeThreadItem = z.looseObject({
  type: z.literal('fileChange'),
  id: z.string(),
  changes: z.array(FileUpdateChange),
  status: FileChangeStatus,
});
export type FileChangeThreadItem = z.infer<typeof FileChangeThreadItem>;
