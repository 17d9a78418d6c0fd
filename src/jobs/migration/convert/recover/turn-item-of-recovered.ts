/**
 * Recovered items as the canonical items that show the same. Only kinds that recovery makes are known here.
 */
import type { CommandAction } from '../../../../events/thread-item/command-execution.js';
import type { FileUpdateChange } from '../../../../events/thread-item/file-change.js';
import type { ThreadItem } from '../../../../events/thread-item/thread-item.js';
import type { TurnItem } from '../../../../events/turn-item/turn-item.js';
import { isAbsolutePath } from '../../../../events/value/absolute-path.js';
import type { CommandSource } from '../../../../events/value/command-source.js';
import type { Duration } from '../../../../events/value/duration.js';
import type { FileChange } from '../../../../events/value/file-change.js';
import type { ParsedCommand } from '../../../../events/value/parsed-command.js';
import { wordsOfLine } from './shell-words.js';
import { writableJson } from './writable-json.js';

/**
 * @param id of the item, in place of its own
 * @param folder where commands run that do not say it: a canonical item has to
 * @returns null for kinds that no response item stands for
 */
export function turnItemOfRecovered(item: ThreadItem, id: string, folder: string): TurnItem | null {
  switch (item.type) {
    case 'commandExecution':
      return {
        type: 'CommandExecution',
        id,
        process_id: item.processId,
        command: wordsOfLine(item.command),
        cwd: isAbsolutePath(item.cwd) ? item.cwd : folder,
        parsed_cmd: item.commandActions.map(parsedCommand),
        source: SOURCES[item.source],
        status: STATUSES[item.status],
        aggregated_output: item.aggregatedOutput,
        exit_code: item.exitCode,
        duration: durationOf(item.durationMs),
      };
    case 'fileChange': {
      const changes = Object.fromEntries(item.changes.map((change) => [change.path, fileChange(change)]));
      return {
        type: 'FileChange',
        id,
        changes,
        status: item.status === 'inProgress' ? undefined : item.status,
      };
    }
    case 'mcpToolCall': {
      const { server, tool, status, error } = item;
      const result = item.result === null ? undefined : { content: item.result.content.map(writableContent) };
      const duration = durationOf(item.durationMs);
      return {
        type: 'McpToolCall',
        id,
        server,
        tool,
        arguments: writableJson(item.arguments),
        status,
        result,
        error,
        duration,
      };
    }
    case 'dynamicToolCall': {
      const { namespace, tool, success, contentItems: content_items } = item;
      const status = item.status === 'inProgress' ? 'in_progress' : item.status;
      const duration = durationOf(item.durationMs);
      const outcome = { status, content_items, success, duration } as const;
      return {
        type: 'DynamicToolCall',
        id,
        namespace,
        tool,
        arguments: writableJson(item.arguments),
        ...outcome,
      };
    }
    case 'imageView': {
      if (isAbsolutePath(item.path)) return { type: 'ImageView', id, path: item.path };
      const call = { tool: 'view_image', arguments: { path: item.path }, status: 'completed' as const };
      return { type: 'DynamicToolCall', id, ...call };
    }
    case 'webSearch': {
      const { query, action, results } = item;
      return { type: 'Extension', kind: 'web.search', id, query, action, results };
    }
    case 'imageGeneration': {
      const { status, revisedPrompt, result = '' } = item;
      const rest = { transparentBackground: null, failure: null, generationId: null };
      return { type: 'Extension', kind: 'image_gen.generation', id, status, revisedPrompt, result, ...rest };
    }
    case 'functionCallOutput': {
      const { name, namespace, output } = item;
      return { type: 'FunctionCallOutput', id, name, namespace, output };
    }
    case 'userMessage': {
      const content = item.content.flatMap((part) =>
        part.type === 'text' ? [{ type: 'text' as const, text: part.text, text_elements: [] }] : [],
      );
      return { type: 'UserMessage', id, content };
    }
    case 'agentMessage':
      return { type: 'AgentMessage', id, content: [{ type: 'Text', text: item.text }] };
    default:
      return null;
  }
}

function writableContent(part: unknown): unknown {
  const writable = writableJson(part);
  return typeof writable === 'string' ? { type: 'text', text: writable } : writable;
}

const SOURCES = {
  agent: 'agent',
  userShell: 'user_shell',
  unifiedExecStartup: 'unified_exec_startup',
  unifiedExecInteraction: 'unified_exec_interaction',
} as const satisfies Record<string, CommandSource>;

const STATUSES = {
  inProgress: 'in_progress',
  completed: 'completed',
  failed: 'failed',
  declined: 'declined',
} as const;

function parsedCommand(action: CommandAction): ParsedCommand {
  const { command: cmd } = action;
  switch (action.type) {
    case 'read':
      return { type: 'read', cmd, name: action.name, path: action.path };
    case 'listFiles':
      return { type: 'list_files', cmd, path: action.path };
    case 'search':
      return { type: 'search', cmd, query: action.query, path: action.path };
    case 'unknown':
      return { type: 'unknown', cmd };
  }
}

function fileChange({ kind, diff }: FileUpdateChange): FileChange {
  if (kind.type !== 'update') return { type: kind.type, content: diff };
  const { move_path } = kind;
  const moved = `\n\nMoved to: ${move_path}`;
  const unified_diff = move_path !== null && diff.endsWith(moved) ? diff.slice(0, -moved.length) : diff;
  return { type: 'update', unified_diff, move_path };
}

function durationOf(ms: number | null): Duration | undefined {
  if (ms === null) return undefined;
  return { secs: Math.floor(ms / 1000), nanos: (ms % 1000) * 1_000_000 };
}
