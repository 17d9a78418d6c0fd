/** The item of a call, before its output is known. */
import type { JsonObject } from '../../events/json/json-object.js';
import type { KnownResponseItem } from '../../events/response-item/response-item.js';
import type { DynamicToolCallThreadItem } from '../../events/thread-item/dynamic-tool-call.js';
import type { ThreadItem } from '../../events/thread-item/thread-item.js';
import { imageGenerationOf } from '../../events/to-thread-item/image-generation.js';
import { resolveNativePath } from '../../events/to-thread-item/native-path.js';
import { webSearchActionOf, webSearchThreadItem } from '../../events/to-thread-item/web-search.js';
import type { WebSearchAction } from '../../events/value/web-search-action.js';
import { namedArguments, readArguments, textArgument } from './call-arguments.js';
import { COMMAND_TOOLS, type CommandCall, commandOfWords, readCommandCall } from './command-call.js';
import { beganCommand, commandFolder } from './command-item.js';
import { beganMcpCall, readMcpName } from './mcp-call.js';
import { patchInCommand } from './patch-in-command.js';
import { readPatch } from './patch-text.js';

/** Response items that are calls. */
export type CallResponseItem = Extract<
  KnownResponseItem,
  {
    type:
      | 'function_call'
      | 'custom_tool_call'
      | 'local_shell_call'
      | 'web_search_call'
      | 'image_generation_call'
      | 'tool_search_call';
  }
>;

/**
 * Makes the item of a call.
 *
 * @param id what the item is to be called
 * @param folder native path of the turn's working directory; null where the log does not tell it
 */
export function recoverCall(call: CallResponseItem, id: string, folder: string | null): ThreadItem {
  switch (call.type) {
    case 'function_call':
      return functionItem(id, call.name, call.namespace ?? null, call.arguments, folder);
    case 'custom_tool_call': {
      const patch = call.name === 'apply_patch' ? patchItem(id, call.input, folder ?? '') : null;
      if (patch !== null) return patch;
      const mcp = readMcpName(call.name, call.namespace ?? null);
      if (mcp !== null) return beganMcpCall(id, mcp, call.input);
      return dynamicItem(id, call.namespace ?? null, call.name, call.input);
    }
    case 'local_shell_call': {
      const { command, working_directory } = call.action;
      return commandItem(id, commandOfWords(command, working_directory ?? null), folder);
    }
    case 'web_search_call': {
      const action = call.action ?? { type: 'other' as const };
      return webSearchThreadItem(id, queryOf(action), webSearchActionOf(action), null);
    }
    case 'image_generation_call': {
      const { status, revised_prompt: revisedPrompt, result } = call;
      return imageGenerationOf({ id, status, revisedPrompt, result });
    }
    case 'tool_search_call':
      return dynamicItem(id, null, 'tool_search', call.arguments);
  }
}

function functionItem(
  id: string,
  name: string,
  namespace: string | null,
  text: string,
  folder: string | null,
): ThreadItem {
  const ownTool = namespace === null || namespace === 'functions';
  const named = ownTool && OWN_TOOLS.has(name) ? namedArguments(text) : null;
  const item = named === null ? null : ownToolItem(id, name, named, folder);
  if (item !== null) return item;
  const given = readArguments(text);
  const mcp = readMcpName(name, namespace);
  return mcp === null ? dynamicItem(id, namespace, name, given) : beganMcpCall(id, mcp, given);
}

/** Tools of Codex that have an item of their own kind. */
const OWN_TOOLS: ReadonlySet<string> = new Set([...COMMAND_TOOLS, 'apply_patch', 'view_image']);

function ownToolItem(id: string, name: string, given: JsonObject, folder: string | null): ThreadItem | null {
  switch (name) {
    case 'apply_patch': {
      const text = textArgument(given, 'input') ?? textArgument(given, 'patch');
      return text === null ? null : patchItem(id, text, folder ?? '');
    }
    case 'view_image': {
      const path = textArgument(given, 'path');
      return path === null ? null : { type: 'imageView', id, path: absolutePath(path, folder) };
    }
    default: {
      const command = readCommandCall(name, given);
      return command === null ? null : commandItem(id, command, folder);
    }
  }
}

function commandItem(id: string, command: CommandCall, turnFolder: string | null): ThreadItem {
  const folder = commandFolder(command, turnFolder);
  const patch = patchInCommand(command, folder);
  const change = patch === null ? null : patchItem(id, patch.text, patch.folder);
  return change ?? beganCommand(id, command, folder);
}

function patchItem(id: string, text: string, folder: string): ThreadItem | null {
  const changes = readPatch(text, folder);
  return changes && { type: 'fileChange', id, changes, status: 'inProgress' };
}

/** A call of which no kind of item knows more than its name, what it was given and what came back. */
export function dynamicItem(
  id: string,
  namespace: string | null,
  tool: string,
  given: unknown,
): DynamicToolCallThreadItem {
  return {
    type: 'dynamicToolCall',
    id,
    namespace,
    tool,
    arguments: given ?? null,
    status: 'inProgress',
    contentItems: null,
    success: null,
    durationMs: null,
  };
}

function absolutePath(path: string, folder: string | null): string {
  return folder === null ? path : (resolveNativePath(folder, path) ?? path);
}

/** The words that events of searches carry (seen with Codex 0.169.0). */
function queryOf(action: WebSearchAction): string {
  switch (action.type) {
    case 'search': {
      if (typeof action.query === 'string' && action.query !== '') return action.query;
      const [first = '', ...more] = action.queries ?? [];
      return more.length === 0 ? first : `${first} ...`;
    }
    case 'open_page':
      return action.url ?? '';
    case 'find_in_page': {
      const { pattern, url } = action;
      if (typeof pattern === 'string')
        return typeof url === 'string' ? `'${pattern}' in ${url}` : `'${pattern}'`;
      return url ?? '';
    }
    case 'other':
      return '';
  }
}
