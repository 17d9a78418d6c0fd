/** What an item of the model's history says, in words: who, of which kind, and its text. */
import { stringifyJson } from '../../events/json/stringify-json.js';
import type { HistoryResponseItem } from '../../model-context/index.js';

export interface HistoryItemWords {
  /** Empty for items of no role. */
  role: string;
  kind: string;
  text: string;
}

const IMAGE = '[image]';

/** Words for an item; sealed content is only named. */
export function describeHistoryItem(item: HistoryResponseItem): HistoryItemWords {
  switch (item.type) {
    case 'message':
      return { role: item.role, kind: 'message', text: textOf(item.content) };
    case 'agent_message':
      return { role: item.author, kind: 'agent message', text: textOf(item.content) };
    case 'reasoning':
      return { role: 'assistant', kind: 'reasoning', text: reasoningText(item) };
    case 'function_call':
      return { role: 'assistant', kind: 'call', text: `${item.name} ${item.arguments}` };
    case 'custom_tool_call':
      return { role: 'assistant', kind: 'call', text: `${item.name} ${item.input}` };
    case 'local_shell_call':
      return { role: 'assistant', kind: 'call', text: item.action.command.join(' ') };
    case 'function_call_output':
    case 'custom_tool_call_output': {
      const { output } = item;
      return { role: 'tool', kind: 'output', text: typeof output === 'string' ? output : textOf(output) };
    }
    case 'additional_tools':
      return { role: item.role, kind: 'tools', text: `${item.tools.length} more` };
    default: {
      const { type, internal_chat_message_metadata_passthrough: _, ...rest } = item;
      return { role: '', kind: type.replaceAll('_', ' '), text: stringifyJson(rest) };
    }
  }
}

function textOf(content: readonly { type: string; text?: unknown }[]): string {
  return content
    .map((part) => {
      if (typeof part.text === 'string') return part.text;
      if (part.type === 'input_image') return IMAGE;
      return `[${part.type.replace('input_', '').replace('_', ' ')}]`;
    })
    .join('\n');
}

function reasoningText({ summary, content }: Extract<HistoryResponseItem, { type: 'reasoning' }>): string {
  const parts = [...summary, ...(content ?? [])];
  return parts.length === 0 ? '[sealed]' : parts.map((part) => part.text).join('\n');
}
