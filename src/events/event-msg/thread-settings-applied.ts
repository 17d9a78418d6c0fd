/**
 * The settings that hold for the turns to come. No projector reads them.
 */
import { z } from 'zod';
import { writtenAs } from '../canonical/written-form.js';
import { AbsolutePath } from '../value/absolute-path.js';
import { ThreadId } from '../value/thread-id.js';
import {
  ActivePermissionProfile,
  ApprovalPolicy,
  ApprovalsReviewer,
  CollaborationMode,
  PermissionProfile,
  ReasoningEffort,
  ReasoningSummary,
} from '../value/turn-settings.js';

export const ThreadSettings = z.looseObject({
  model: z.string(),
  model_provider_id: z.string(),
  service_tier: z.string().nullish(),
  approval_policy: ApprovalPolicy,
  approvals_reviewer: ApprovalsReviewer,
  requested_approvals_reviewer: ApprovalsReviewer.nullish(),
  permission_profile: PermissionProfile,
  active_permission_profile: ActivePermissionProfile.nullish(),
  cwd: AbsolutePath,
  runtime_workspace_roots: z.array(AbsolutePath).nullish(),
  reasoning_effort: ReasoningEffort.nullish(),
  reasoning_summary: ReasoningSummary.nullish(),
  personality: z.enum(['none', 'friendly', 'pragmatic']).nullish(),
  collaboration_mode: CollaborationMode,
  disabled_plugin_ids: writtenAs([], z.array(z.string())),
});
export type ThreadSettings = z.infer<typeof ThreadSettings>;

export const ThreadSettingsApplied = z.looseObject({
  type: z.literal('thread_settings_applied'),
  thread_id: ThreadId.nullish(),
  thread_settings: ThreadSettings,
});
export type ThreadSettingsApplied = z.infer<typeof ThreadSettingsApplied>;
