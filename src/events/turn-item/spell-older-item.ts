/**
 * Respells items of an intermediate version, which wrote four kinds with camelCase keys and words, in today's snake_case.
 */
import { isJsonObject } from '../json/json-object.js';

const KINDS = new Set(['CommandExecution', 'DynamicToolCall', 'CollabAgentToolCall', 'SubAgentActivity']);

/** Keys whose value is a word of ours and was spelled in camelCase too. */
const WORDS = new Set(['status', 'tool']);

function snakeCase(word: string): string {
  return word.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function hasCamelKey(item: object): boolean {
  return (
    'parsedCmd' in item ||
    'contentItems' in item ||
    'senderThreadId' in item ||
    'agentThreadId' in item ||
    ('status' in item && item.status === 'inProgress')
  );
}

/**
 * Gives an item in today's spelling: the same object when it already is, otherwise a copy. Tool names of clients keep their
 * letters; values are not looked into.
 *
 * Source: spec rollout-format §19 (TurnItem casing).
 */
export function spellOlderItem(item: unknown): unknown {
  if (!isJsonObject(item) || typeof item.type !== 'string' || !KINDS.has(item.type) || !hasCamelKey(item))
    return item;
  const spelled: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(item)) {
    const isWord =
      WORDS.has(key) &&
      typeof value === 'string' &&
      (key === 'status' || item.type === 'CollabAgentToolCall');
    spelled[snakeCase(key)] = isWord ? snakeCase(value) : value;
  }
  return spelled;
}
