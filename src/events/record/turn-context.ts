/**
 * The settings under which the model was asked. Written once a turn; turn ids are never taken from it.
 */
import { z } from 'zod';
import { AbsolutePath } from '../value/absolute-path.js';
import { MultiAgentVersion } from '../value/multi-agent-version.js';
import {
  ActivePermissionProfile,
  ApprovalPolicy,
  ApprovalsReviewer,
  CollaborationMode,
  FileSystemSandboxPolicy,
  PermissionProfile,
  ReasoningEffort,
  ReasoningSummary,
  SandboxPolicy,
} from '../value/turn-settings.js';

/** spec: rollout-format §7. */
export const TurnContext = z.looseObject({
  turn_id: z.string().nullish(),
  root_turn_id: z.string().nullish(),
  disabled_plugin_ids: z.array(z.string()).nullish(),
  cwd: AbsolutePath,
  approval_policy: ApprovalPolicy,
  approvals_reviewer: ApprovalsReviewer.nullish(),
  permission_profile: PermissionProfile.nullish(),
  active_permission_profile: ActivePermissionProfile.nullish(),
  model: z.string(),
  comp_hash: z.string().nullish(),
  collaboration_mode: CollaborationMode.nullish(),
  multi_agent_version: MultiAgentVersion.nullish(),
  realtime_active: z.boolean().nullish(),
  cyber_access_program: z.enum(['daybreak_blue', 'daybreak_red']).nullish(),
  effort: ReasoningEffort.nullish(),
  summary: ReasoningSummary.nullish(),
  sandbox_policy: SandboxPolicy.nullish(),
  file_system_sandbox_policy: FileSystemSandboxPolicy.nullish(),
});
export type TurnContext = z.infer<typeof TurnContext>;
