/**
 * Patches: asked for, begun, ended. Only the end is written today.
 */
import { z } from 'zod';
import { FileChanges } from '../value/file-change.js';
import { Int } from '../value/integer.js';
import { PatchStatus } from '../value/patch-status.js';

/** An empty `turn_id` means the turn that is open (spec: legacy-event-shapes, Patches). */
const Common = { call_id: z.string(), turn_id: z.string().default('') };

export const ApplyPatchApprovalRequest = z.looseObject({
  type: z.literal('apply_patch_approval_request'),
  ...Common,
  started_at_ms: Int.default(0),
  changes: FileChanges,
  reason: z.string().nullish(),
  grant_root: z.string().nullish(),
});
export type ApplyPatchApprovalRequest = z.infer<typeof ApplyPatchApprovalRequest>;

export const PatchApplyBegin = z.looseObject({
  type: z.literal('patch_apply_begin'),
  ...Common,
  auto_approved: z.boolean(),
  changes: FileChanges,
});
export type PatchApplyBegin = z.infer<typeof PatchApplyBegin>;

export const PatchApplyEnd = z.looseObject({
  type: z.literal('patch_apply_end'),
  ...Common,
  stdout: z.string(),
  stderr: z.string(),
  success: z.boolean(),
  changes: FileChanges.default({}),
  status: PatchStatus,
});
export type PatchApplyEnd = z.infer<typeof PatchApplyEnd>;
