/**
 * The canonical item of a patch.
 */
import { z } from 'zod';
import { FileChanges } from '../value/file-change.js';
import { PatchStatus } from '../value/patch-status.js';

/** spec: turn-items §2. No status means that the patch is still being applied. */
export const FileChangeItem = z.looseObject({
  type: z.literal('FileChange'),
  id: z.string(),
  changes: FileChanges,
  status: PatchStatus.nullish(),
  auto_approved: z.boolean().nullish(),
  stdout: z.string().nullish(),
  stderr: z.string().nullish(),
});
export type FileChangeItem = z.infer<typeof FileChangeItem>;
