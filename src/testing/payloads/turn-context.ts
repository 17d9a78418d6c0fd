/**
 * What a turn runs under: turn_context, thread_settings_applied and the world state told to the model
 * (spec: rollout-format §7, world-state, corrections 18 to 20).
 */
import { lineTimestamp } from '../clock.js';
import type { JsonObject } from '../json-object.js';
import type { CollaborationMode } from './turn-events.js';

export interface Workspace {
  cwd: string;
  model: string;
  modelProvider: string;
}

function collaborationMode(model: string, mode: CollaborationMode): JsonObject {
  return { mode, settings: { model, reasoning_effort: null, developer_instructions: null } };
}

export function turnContext(
  { cwd, model }: Workspace,
  turn: { turnId: string; rootTurnId: string; mode?: CollaborationMode | undefined },
): JsonObject {
  return {
    turn_id: turn.turnId,
    root_turn_id: turn.rootTurnId,
    disabled_plugin_ids: [],
    cwd,
    approval_policy: 'never',
    approvals_reviewer: 'user',
    permission_profile: { type: 'disabled' },
    model,
    comp_hash: '2911',
    collaboration_mode: collaborationMode(model, turn.mode ?? 'default'),
    multi_agent_version: 'v1',
    realtime_active: false,
    summary: 'none',
    sandbox_policy: { type: 'danger-full-access' },
  };
}

export function threadSettingsApplied(
  { cwd, model, modelProvider }: Workspace,
  threadId: string,
): JsonObject {
  return {
    type: 'thread_settings_applied',
    thread_id: threadId,
    thread_settings: {
      model,
      model_provider_id: modelProvider,
      approval_policy: 'never',
      approvals_reviewer: 'user',
      requested_approvals_reviewer: 'user',
      permission_profile: { type: 'disabled' },
      cwd,
      runtime_workspace_roots: [cwd],
      collaboration_mode: collaborationMode(model, 'default'),
      disabled_plugin_ids: [],
    },
  };
}

function filesystem(cwd: string): string {
  return (
    `<filesystem><workspace_roots><root>${cwd}</root></workspace_roots>` +
    '<permission_profile type="disabled"><file_system type="unrestricted" /></permission_profile></filesystem>'
  );
}

/** A new baseline (`full: true`). */
export function worldStateSnapshot({ cwd, model }: Workspace, atMs: number, agentsMd?: string): JsonObject {
  return {
    full: true,
    state: {
      agents_md: agentsMd === undefined ? {} : { directory: cwd, text: agentsMd },
      apps_instructions: false,
      collaboration_mode: {
        mode: 'default',
        model,
        instructions: '5f0c1c4c2a3f4d0f8f2b7be1c9f1a8f6f1f6a7d2',
      },
      context_window_guidance: '',
      environments: {
        environments: { local: { cwd, status: 'available', shell: 'bash' } },
        current_date: lineTimestamp(atMs).slice(0, 10),
        timezone: 'Etc/UTC',
        filesystem: filesystem(cwd),
      },
      environments_instructions: false,
      git_attribution: false,
      managed_developer_instructions: {},
      model,
      model_catalog: '3d2f1d6a7c0b9e8f4a5b6c7d8e9fa0b1c2d3e4f5',
      multi_agent_mode: {},
      permissions: {
        instructions: '0c6e3f7c8f8a4ab1b7a9a1f3f9b1f1f0f3d6b8c4',
        approved_command_prefixes: [],
      },
      persistent_mode: {},
      plugins_instructions: false,
      realtime: { active: false },
      skills: { includeInstructions: false },
      tools: {},
    },
  };
}

/** A merge patch over the last snapshot (`full: false`). */
export function worldStatePatch(state: JsonObject): JsonObject {
  return { full: false, state };
}

/** The text in which the model is told the environment. */
export function environmentText({ cwd }: Workspace, atMs: number): string {
  return (
    `<environment_context>\n  <cwd>${cwd}</cwd>\n  <shell>bash</shell>\n` +
    `  <current_date>${lineTimestamp(atMs).slice(0, 10)}</current_date>\n  <timezone>Etc/UTC</timezone>\n` +
    `  ${filesystem(cwd)}\n</environment_context>`
  );
}
