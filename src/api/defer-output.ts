/**
 * Leaves the output of finished tools out of a page, for readers that fetch it by id when it is wanted. Only successful
 * calls with something to leave out are touched (spec corrections 16).
 */
import { isJsonObject, type JsonObject } from '../events/json/json-object.js';
import { parseJson } from '../events/json/parse-json.js';
import { stringifyJson } from '../events/json/stringify-json.js';
import type { StoredItem } from '../store/page-items.js';
import { type ItemEntry, itemEntry, withTimes } from './item-entry.js';

/** Kinds of items whose output is left out. */
export interface OutputDeferral {
  commandExecution?: boolean | undefined;
  mcpToolCall?: boolean | undefined;
}

/** The entry of a row without its output, where `deferral` asks for that and the item qualifies. */
export function deferredItemEntry(row: StoredItem, deferral: OutputDeferral): ItemEntry {
  const strip =
    row.item_type === 'commandExecution' && deferral.commandExecution
      ? withoutCommandOutput
      : row.item_type === 'mcpToolCall' && deferral.mcpToolCall
        ? withoutMcpText
        : null;
  if (strip === null) return itemEntry(row);
  const item = parseJson(row.item_json);
  const stripped = isJsonObject(item) ? strip(item) : null;
  if (stripped === null) return itemEntry(row);
  return {
    turnId: row.turn_id,
    item: withTimes(stringifyJson(stripped), row),
    outputDeferred: true,
    startedAtMs: row.started_at_ms,
    completedAtMs: row.completed_at_ms,
  };
}

function withoutCommandOutput(item: JsonObject): JsonObject | null {
  if (item.status !== 'completed' || typeof item.aggregatedOutput !== 'string') return null;
  return item.aggregatedOutput === '' ? null : { ...item, aggregatedOutput: null };
}

function withoutMcpText(item: JsonObject): JsonObject | null {
  const { status, result } = item;
  if (status !== 'completed' || !isJsonObject(result) || !Array.isArray(result.content)) return null;
  const plainText = result.content.every((part) => isJsonObject(part) && part.type === 'text');
  if (!plainText || result.content.length === 0 || (result.structuredContent ?? null) !== null) return null;
  return { ...item, result: { ...result, content: [] } };
}
