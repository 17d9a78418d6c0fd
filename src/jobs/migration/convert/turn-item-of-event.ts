/**
 * Legacy events that tell of something done as the canonical items they stand for. Reasoning, which grows event by event, and where
 * an item goes are left to others.
 */
import type { EventMsg } from '../../../events/event-msg/event-msg.js';
import type { ExecCommandEnd } from '../../../events/event-msg/exec-command.js';
import type { ImageGenerationEnd } from '../../../events/event-msg/hosted-tool.js';
import type { McpToolCallEnd } from '../../../events/event-msg/mcp-tool-call.js';
import type { TurnItem } from '../../../events/turn-item/turn-item.js';
import { userMessageItem } from './user-message-item.js';

/** An item, and the turn that its event names: undefined where events of that kind name none, as the open turn is meant. */
export interface EventItem {
  readonly item: TurnItem;
  readonly turnId?: string | undefined;
}

const DEFAULT_HINT = 'Review requested.';

/**
 * The item of an event; null for an event that tells of none.
 *
 * @param nextId an id for an item whose event has none
 * Source: spec migration §5, and what 0.169 makes of each kind.
 */
export function itemOfEvent(event: EventMsg, nextId: () => string): EventItem | null {
  switch (event.type) {
    case 'user_message':
      return { item: userMessageItem(event, nextId()) };
    case 'agent_message': {
      if (event.message === '') return null;
      const { phase, memory_citation, delivery, questions } = event;
      const content = [{ type: 'Text' as const, text: event.message }];
      return {
        item: { type: 'AgentMessage', id: nextId(), content, phase, memory_citation, delivery, questions },
      };
    }
    case 'context_compacted':
      return { item: { type: 'ContextCompaction', id: nextId() } };
    case 'entered_review_mode': {
      const { target, user_facing_hint: hint, turn_id, item_id } = event;
      return {
        item: {
          type: 'EnteredReviewMode',
          id: item_id ?? nextId(),
          target,
          user_facing_hint: hint ?? DEFAULT_HINT,
        },
        turnId: turn_id || undefined,
      };
    }
    case 'exited_review_mode': {
      const { review_output = null, turn_id, item_id } = event;
      return {
        item: { type: 'ExitedReviewMode', id: item_id ?? nextId(), review_output },
        turnId: turn_id || undefined,
      };
    }
    case 'patch_apply_end': {
      const { call_id: id, changes, status, stdout, stderr } = event;
      const output = { stdout: stdout || undefined, stderr: stderr || undefined };
      return {
        item: { type: 'FileChange', id, changes, status, ...output },
        turnId: event.turn_id || undefined,
      };
    }
    case 'mcp_tool_call_end':
      return { item: mcpToolCall(event), turnId: event.turn_id || undefined };
    case 'web_search_end': {
      const { call_id: id, query, action, results } = event;
      return { item: { type: 'WebSearch', id, query, action, results } };
    }
    case 'image_generation_end':
      return { item: imageGeneration(event) };
    case 'sub_agent_activity': {
      const { event_id: id, kind, agent_thread_id, agent_path, model, reasoning_effort } = event;
      return {
        item: { type: 'SubAgentActivity', id, kind, agent_thread_id, agent_path, model, reasoning_effort },
      };
    }
    case 'exec_command_end':
      return { item: commandExecution(event), turnId: event.turn_id || undefined };
    case 'dynamic_tool_call_response': {
      const {
        call_id: id,
        namespace,
        tool,
        arguments: args,
        content_items,
        success,
        error,
        duration,
      } = event;
      const status = success ? 'completed' : 'failed';
      return {
        item: {
          type: 'DynamicToolCall',
          id,
          namespace,
          tool,
          arguments: args,
          status,
          content_items,
          success,
          error,
          duration,
        },
        turnId: event.turn_id || undefined,
      };
    }
    default:
      return null;
  }
}

function commandExecution(event: ExecCommandEnd): TurnItem {
  return {
    type: 'CommandExecution',
    id: event.call_id,
    plugin_id: event.plugin_id,
    script_path: event.script_path,
    process_id: event.process_id,
    command: event.command,
    cwd: event.cwd,
    parsed_cmd: event.parsed_cmd,
    source: event.source,
    interaction_input: event.interaction_input,
    status: event.status,
    aggregated_output: event.aggregated_output || undefined,
    exit_code: event.exit_code,
    duration: event.duration,
  };
}

function mcpToolCall(event: McpToolCallEnd): TurnItem {
  const { result, invocation } = event;
  const outcome =
    'Err' in result
      ? { status: 'failed' as const, error: { message: result.Err } }
      : {
          status: result.Ok.isError === true ? ('failed' as const) : ('completed' as const),
          result: result.Ok,
        };
  return {
    type: 'McpToolCall',
    id: event.call_id,
    server: invocation.server,
    tool: invocation.tool,
    arguments: invocation.arguments ?? null,
    connectorId: event.connector_id,
    mcpAppResourceUri: event.mcp_app_resource_uri,
    mcpAppUi: event.mcp_app_ui,
    linkId: event.link_id,
    appName: event.app_name,
    actionName: event.action_name,
    pluginId: event.plugin_id,
    readOnlyHint: event.read_only_hint,
    ...outcome,
    duration: event.duration,
  };
}

/** Only the form of the image extension has room for all that the event tells. */
function imageGeneration(event: ImageGenerationEnd): TurnItem {
  const { failure } = event;
  return {
    type: 'Extension',
    kind: 'image_gen.generation',
    id: event.call_id,
    status: event.status,
    revisedPrompt: event.revised_prompt ?? null,
    result: event.result,
    transparentBackground: event.transparent_background ?? null,
    failure: failure == null ? null : { ...failure, resetsAt: failure.resetsAt ?? null },
    savedPath: event.saved_path,
    inputImages: event.input_images,
    generationId: event.generation_id ?? null,
  };
}
