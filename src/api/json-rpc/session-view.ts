/**
 * What a server answers beside a thread that it started or forked: the settings its next turn would run under. Of a server
 * that runs no turns, that is what the log says and the client asked for.
 */
import type { ThreadSettings } from '../../events/event-msg/thread-settings-applied.js';
import type {
  ApprovalPolicy,
  ApprovalsReviewer,
  PermissionProfile,
} from '../../events/value/turn-settings.js';
import { type SandboxView, sandboxOfProfile } from '../permission-profile.js';
import type { ThreadView } from '../thread-view.js';

/** The answer of `thread/start` and `thread/fork`, key for key as Codex's. */
export interface SessionView {
  thread: ThreadView;
  /** '' where nobody said which. */
  model: string;
  modelProvider: string;
  serviceTier: string | null;
  disabledPluginIds: readonly string[];
  cwd: string;
  runtimeWorkspaceRoots: readonly string[];
  /** Files of instructions are read by whoever runs turns. */
  instructionSources: readonly string[];
  approvalPolicy: ApprovalPolicy;
  approvalsReviewer: ApprovalsReviewer;
  sandbox: SandboxView;
  /** Named profiles are defined in a configuration, which this server does not read. */
  activePermissionProfile: null;
  reasoningEffort: string | null;
  multiAgentMode: 'explicitRequestOnly';
}

/** The settings that are needed; what is absent has Codex's defaults. */
export interface KnownSettings {
  model: string | null;
  serviceTier: string | null;
  approvalPolicy: ApprovalPolicy | null;
  approvalsReviewer: ApprovalsReviewer | null;
  profile: PermissionProfile | null;
  reasoningEffort: string | null;
  disabledPluginIds: readonly string[];
}

/** The settings of a log. */
export function knownSettings(settings: ThreadSettings | null): KnownSettings {
  return {
    model: settings?.model ?? null,
    serviceTier: settings?.service_tier ?? null,
    approvalPolicy: settings?.approval_policy ?? null,
    approvalsReviewer: settings?.approvals_reviewer ?? null,
    profile: settings?.permission_profile ?? null,
    reasoningEffort:
      settings?.reasoning_effort ?? settings?.collaboration_mode.settings.reasoning_effort ?? null,
    disabledPluginIds: settings?.disabled_plugin_ids ?? [],
  };
}

/** @param runtimeWorkspaceRoots of the thread; its working directory when it names none */
export function sessionView(
  thread: ThreadView,
  known: KnownSettings,
  runtimeWorkspaceRoots: readonly string[] = [thread.cwd],
): SessionView {
  const { model, reasoningEffort, profile } = known;
  return {
    thread: { ...thread, model: thread.model ?? model, reasoningEffort, status: { type: 'idle' } },
    model: model ?? '',
    modelProvider: thread.modelProvider,
    serviceTier: known.serviceTier,
    disabledPluginIds: known.disabledPluginIds,
    cwd: thread.cwd,
    runtimeWorkspaceRoots,
    instructionSources: [],
    approvalPolicy: known.approvalPolicy ?? 'on-request',
    approvalsReviewer: known.approvalsReviewer ?? 'user',
    sandbox: profile ? sandboxOfProfile(profile, thread.cwd) : { type: 'readOnly', networkAccess: false },
    activePermissionProfile: null,
    reasoningEffort,
    multiAgentMode: 'explicitRequestOnly',
  };
}
