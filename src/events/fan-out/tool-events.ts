/**
 * Canonical items of tools as the legacy events of their begin and end.
 */
import type { CommandExecutionItem } from '../turn-item/command-execution.js';
import type { DynamicToolCallItem } from '../turn-item/dynamic-tool-call.js';
import type { FileChangeItem } from '../turn-item/file-change.js';
import type { McpToolCallItem } from '../turn-item/mcp-tool-call.js';
import type { LegacyToolEvent } from './legacy-event.js';

const NO_TIME = { secs: 0, nanos: 0 };

/** `exec_command_begin`; the time in unix milliseconds. */
export function execCommandBegin(
  item: CommandExecutionItem,
  turnId: string,
  startedAtMs: number,
): LegacyToolEvent {
  return {
    type: 'exec_command_begin',
    call_id: item.id,
    plugin_id: item.plugin_id ?? undefined,
    script_path: item.script_path ?? undefined,
    process_id: item.process_id ?? undefined,
    turn_id: turnId,
    started_at_ms: startedAtMs,
    command: item.command,
    cwd: item.cwd,
    parsed_cmd: item.parsed_cmd,
    source: item.source,
    interaction_input: item.interaction_input ?? undefined,
  };
}

/** `exec_command_end`, or nothing while the command runs. What is not known reads as empty output, exit code 0, no time at all. */
export function execCommandEnd(
  item: CommandExecutionItem,
  turnId: string,
  completedAtMs: number,
): LegacyToolEvent[] {
  if (item.status === 'in_progress') return [];
  return [
    {
      type: 'exec_command_end',
      call_id: item.id,
      plugin_id: item.plugin_id ?? undefined,
      script_path: item.script_path ?? undefined,
      process_id: item.process_id ?? undefined,
      turn_id: turnId,
      completed_at_ms: completedAtMs,
      command: item.command,
      cwd: item.cwd,
      parsed_cmd: item.parsed_cmd,
      source: item.source,
      interaction_input: item.interaction_input ?? undefined,
      aggregated_output: item.aggregated_output ?? '',
      exit_code: item.exit_code ?? 0,
      duration: item.duration ?? NO_TIME,
      status: item.status,
    },
  ];
}

/** `patch_apply_begin`; a patch that nobody was asked about does not count as approved. */
export function patchApplyBegin(item: FileChangeItem, turnId: string): LegacyToolEvent {
  return {
    type: 'patch_apply_begin',
    call_id: item.id,
    turn_id: turnId,
    auto_approved: item.auto_approved ?? false,
    changes: item.changes,
  };
}

/** `patch_apply_end`, or nothing as long as the patch has no status. */
export function patchApplyEnd(item: FileChangeItem, turnId: string): LegacyToolEvent[] {
  const { status } = item;
  if (status === null || status === undefined) return [];
  return [
    {
      type: 'patch_apply_end',
      call_id: item.id,
      turn_id: turnId,
      stdout: item.stdout ?? '',
      stderr: item.stderr ?? '',
      success: status === 'completed',
      changes: item.changes,
      status,
    },
  ];
}

function mcpFields(item: McpToolCallItem, turnId: string) {
  return {
    call_id: item.id,
    turn_id: turnId,
    invocation: { server: item.server, tool: item.tool, arguments: item.arguments ?? undefined },
    connector_id: item.connectorId ?? undefined,
    mcp_app_resource_uri: item.mcpAppResourceUri ?? undefined,
    mcp_app_ui: item.mcpAppUi ?? undefined,
    link_id: item.linkId ?? undefined,
    app_name: item.appName ?? undefined,
    action_name: item.actionName ?? undefined,
    plugin_id: item.pluginId ?? undefined,
    read_only_hint: item.readOnlyHint ?? undefined,
  };
}

/** `mcp_tool_call_begin`; null arguments are left out. */
export function mcpToolCallBegin(item: McpToolCallItem, turnId: string): LegacyToolEvent {
  return { type: 'mcp_tool_call_begin', ...mcpFields(item, turnId) };
}

/** `mcp_tool_call_end`, or nothing as long as there is no outcome or no duration. A result wins over an error. */
export function mcpToolCallEnd(item: McpToolCallItem, turnId: string): LegacyToolEvent[] {
  const { result, error, duration } = item;
  if (!duration || (!result && !error)) return [];
  const outcome = result ? { Ok: result } : { Err: error?.message ?? '' };
  return [{ type: 'mcp_tool_call_end', ...mcpFields(item, turnId), duration, result: outcome }];
}

/** `dynamic_tool_call_request`, whose keys are camelCase. */
export function dynamicToolCallRequest(
  item: DynamicToolCallItem,
  turnId: string,
  startedAtMs: number,
): LegacyToolEvent {
  return {
    type: 'dynamic_tool_call_request',
    callId: item.id,
    turnId,
    startedAtMs,
    namespace: item.namespace ?? undefined,
    tool: item.tool,
    arguments: item.arguments,
  };
}

/** `dynamic_tool_call_response`, or nothing while the call runs. */
export function dynamicToolCallResponse(
  item: DynamicToolCallItem,
  turnId: string,
  completedAtMs: number,
): LegacyToolEvent[] {
  if (item.status === 'in_progress') return [];
  return [
    {
      type: 'dynamic_tool_call_response',
      call_id: item.id,
      turn_id: turnId,
      completed_at_ms: completedAtMs,
      namespace: item.namespace ?? undefined,
      tool: item.tool,
      arguments: item.arguments,
      content_items: item.content_items ?? [],
      success: item.success ?? false,
      error: item.error ?? null,
      duration: item.duration ?? NO_TIME,
    },
  ];
}
