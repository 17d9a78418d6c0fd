/**
 * The settings a thread goes on with: what its log says last, with what a caller wants otherwise. A fork begins by saying
 * them again (corrections-0.169 item 21).
 */
import { decodeLine } from '../events/decode-line.js';
import type { ThreadSettings } from '../events/event-msg/thread-settings-applied.js';
import type { RolloutRecord } from '../events/record/rollout-record.js';
import type { SessionMeta } from '../events/record/session-meta.js';
import type { TurnContext } from '../events/record/turn-context.js';
import type { MultiAgentVersion } from '../events/value/multi-agent-version.js';
import type { ApprovalPolicy, ApprovalsReviewer, PermissionProfile } from '../events/value/turn-settings.js';
import type { Projector } from '../projector/projector.js';
import type { ThreadLineage } from '../projector/thread-lineage.js';
import { profileOfSandbox, type SandboxMode } from './permission-profile.js';

/** What a caller can want otherwise; absent keeps what the thread has. */
export interface SettingsOverrides {
  model?: string | undefined;
  modelProvider?: string | undefined;
  serviceTier?: string | undefined;
  cwd?: string | undefined;
  runtimeWorkspaceRoots?: readonly string[] | undefined;
  approvalPolicy?: ApprovalPolicy | undefined;
  approvalsReviewer?: ApprovalsReviewer | undefined;
  sandbox?: SandboxMode | undefined;
}

/** Lines without either word are passed over undecoded. */
const WORDS = ['"thread_settings_applied"', '"turn_context"'];

/** What a thread goes on with. */
export interface StandingSettings {
  /** Null when the log has none, as of threads without a turn. */
  settings: ThreadSettings | null;
  /** Which kind of sub-agents its turns can make; undefined when nothing says so. */
  multiAgentVersion: MultiAgentVersion | undefined;
}

/**
 * The newest settings in a thread's log. A long log is read from its end, and as a rule not far.
 *
 * @param meta the first record of the rollout that the thread goes on in
 */
export function findThreadSettings(
  projector: Projector,
  lineage: ThreadLineage,
  meta: SessionMeta,
): StandingSettings {
  let settings: ThreadSettings | null = null;
  let multiAgentVersion = meta.multi_agent_version ?? undefined;
  for (const record of settingsRecords(projector, lineage)) {
    if (record.type === 'turn_context') {
      settings ??= settingsOfTurn(record.payload, meta);
      multiAgentVersion ??= record.payload.multi_agent_version ?? undefined;
      break;
    }
    if (record.type === 'event_msg' && record.payload.type === 'thread_settings_applied') {
      settings ??= record.payload.thread_settings;
      if (multiAgentVersion !== undefined) break;
    }
  }
  return { settings, multiAgentVersion };
}

/** Records that may say settings, newest first. */
function* settingsRecords(
  projector: Projector,
  lineage: ThreadLineage,
): Generator<RolloutRecord, void, undefined> {
  for (const { rolloutId, endByteOffset } of [...lineage.segments].reverse()) {
    const range = endByteOffset === null ? {} : { end: endByteOffset };
    for (const { bytes } of projector.logs.backwards(rolloutId, range)) {
      if (bytes === null) continue;
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      if (!WORDS.some((word) => text.includes(word))) continue;
      const line = decodeLine(text.toString('utf8'));
      if (line.kind === 'record') yield line.record;
    }
  }
}

/** A turn says under which settings it ran; what it leaves out the thread began with. */
function settingsOfTurn(turn: TurnContext, meta: SessionMeta): ThreadSettings {
  const reviewer = turn.approvals_reviewer ?? 'user';
  const sameCwd = turn.cwd === meta.cwd;
  return {
    model: turn.model,
    model_provider_id: meta.model_provider ?? 'openai',
    approval_policy: turn.approval_policy,
    approvals_reviewer: reviewer,
    requested_approvals_reviewer: reviewer,
    permission_profile: turn.permission_profile ?? profileOfTurn(turn),
    ...(turn.active_permission_profile != null && {
      active_permission_profile: turn.active_permission_profile,
    }),
    cwd: turn.cwd,
    runtime_workspace_roots: (sameCwd && meta.runtime_workspace_roots) || [turn.cwd],
    ...(turn.effort != null && { reasoning_effort: turn.effort }),
    collaboration_mode: turn.collaboration_mode ?? {
      mode: 'default',
      settings: { model: turn.model, reasoning_effort: turn.effort ?? null, developer_instructions: null },
    },
    disabled_plugin_ids: turn.disabled_plugin_ids ?? [],
  };
}

function profileOfTurn({ sandbox_policy: policy, cwd }: TurnContext): PermissionProfile {
  if (policy?.type === 'external-sandbox') {
    return { type: 'external', network: policy.network_access ?? 'restricted' };
  }
  return profileOfSandbox(policy?.type ?? 'read-only', cwd);
}

/** The settings with what the caller wants otherwise. */
export function withOverrides(settings: ThreadSettings, overrides: SettingsOverrides): ThreadSettings {
  const { model, cwd, sandbox } = overrides;
  const mode = settings.collaboration_mode;
  return {
    ...settings,
    ...(model !== undefined && {
      model,
      collaboration_mode: { ...mode, settings: { ...mode.settings, model } },
    }),
    ...(overrides.modelProvider !== undefined && { model_provider_id: overrides.modelProvider }),
    ...(overrides.serviceTier !== undefined && { service_tier: overrides.serviceTier }),
    ...(overrides.approvalPolicy !== undefined && { approval_policy: overrides.approvalPolicy }),
    ...(overrides.approvalsReviewer !== undefined && {
      approvals_reviewer: overrides.approvalsReviewer,
      requested_approvals_reviewer: overrides.approvalsReviewer,
    }),
    ...(sandbox !== undefined && { permission_profile: profileOfSandbox(sandbox, cwd ?? settings.cwd) }),
    ...(cwd !== undefined && { cwd, runtime_workspace_roots: [cwd] }),
    ...(overrides.runtimeWorkspaceRoots !== undefined && {
      runtime_workspace_roots: [...overrides.runtimeWorkspaceRoots],
    }),
  };
}

/** The record that says a thread's settings. */
export function settingsRecord(threadId: string, settings: ThreadSettings): RolloutRecord {
  return {
    type: 'event_msg',
    payload: { type: 'thread_settings_applied', thread_id: threadId, thread_settings: settings },
  };
}
