/** An item in one line, for tables. */
import { parseJson } from '../../events/json/parse-json.js';
import type { RawJson } from '../../events/json/raw-json.js';
import { ThreadItem } from '../../events/thread-item/thread-item.js';
import { typedCommand } from './command.js';
import { formatDuration } from './format-quantity.js';
import { isRecovered } from './recovered-tag.js';

export interface ItemSummary {
  id: string;
  type: string;
  words: string;
  /** Not from the events of the log, but from the words of the model. */
  recovered: boolean;
}

/** What an item is and its first words, white space collapsed. */
export function summariseItem(raw: RawJson): ItemSummary {
  const json = parseJson(raw.text);
  const { success, data } = ThreadItem.safeParse(json);
  const recovered = isRecovered(json);
  if (success) return { id: data.id, type: data.type, words: collapse(wordsOf(data)), recovered };
  const { id, type } = Object(json);
  return {
    id: String(id ?? ''),
    type: String(type ?? 'unrecognised'),
    words: collapse(raw.text),
    recovered,
  };
}

const MOST_CHARACTERS = 400;

function collapse(text: string): string {
  return text.slice(0, MOST_CHARACTERS).replace(/\s+/g, ' ').trim();
}

function wordsOf(item: ThreadItem): string {
  switch (item.type) {
    case 'userMessage':
      return item.content.map((part) => (part.type === 'text' ? part.text : `[${part.type}]`)).join(' ');
    case 'agentMessage':
    case 'plan':
      return item.text;
    case 'reasoning':
      return (item.summary[0] ?? item.content[0] ?? '(encrypted)').replaceAll('**', '');
    case 'commandExecution':
      return `${typedCommand(item.command)}${item.exitCode === null || item.exitCode === 0 ? '' : ` (exit ${item.exitCode})`}`;
    case 'fileChange':
      return item.changes.map(({ path }) => path).join(', ');
    case 'mcpToolCall':
      return `${item.server}.${item.tool}`;
    case 'dynamicToolCall':
    case 'collabAgentToolCall':
      return item.tool;
    case 'functionCallOutput':
      return item.name;
    case 'subAgentActivity':
      return `${item.agentPath} ${item.kind}`;
    case 'webSearch':
      return item.query;
    case 'imageView':
      return item.path;
    case 'imageGeneration':
      return item.revisedPrompt ?? item.status;
    case 'sleep':
      return formatDuration(item.durationMs);
    case 'hookPrompt':
      return item.fragments.map(({ text }) => text).join(' ');
    case 'enteredReviewMode':
    case 'exitedReviewMode':
      return item.review;
    case 'contextCompaction':
      return '';
  }
}
