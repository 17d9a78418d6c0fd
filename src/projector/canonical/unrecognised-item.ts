/**
 * Items of kinds or with values that we do not know: kept verbatim as rows of their own origin, so that history of a
 * newer writer is not lost (design, law 11). Answers in Codex's form leave them out.
 */

import type { DecodedLine } from '../../events/decode-line.js';
import { isJsonObject } from '../../events/json/json-object.js';
import { stringifyJson } from '../../events/json/stringify-json.js';
import { lineTimeMs } from '../line-time.js';

export interface UnrecognisedItem {
  turnId: string;
  itemId: string;
  /** The kind with a small first letter, as kinds of thread items are written. */
  itemType: string;
  /** The item as the log has it, but for the case of its `type`. */
  itemJson: string;
  startedAtMs: number | null;
  completedAtMs: number | null;
  createdAtMs: number;
}

type UnrecognisedLine = Extract<DecodedLine, { kind: 'unrecognised' }>;

const timeOf = (value: unknown): number | null =>
  Number.isSafeInteger(value) && value !== 0 ? Number(value) : null;

/** The item of an `item_completed` line that did not decode, or null when the line holds nothing to show. */
export function readUnrecognisedItem(line: UnrecognisedLine): UnrecognisedItem | null {
  const payload = line.json.payload;
  if (line.json.type !== 'event_msg' || !isJsonObject(payload) || payload.type !== 'item_completed')
    return null;
  const { turn_id: turnId, item } = payload;
  if (typeof turnId !== 'string' || !isJsonObject(item)) return null;
  const { id, type } = item;
  if (typeof id !== 'string' || typeof type !== 'string' || type === '') return null;
  const itemType = type.charAt(0).toLowerCase() + type.slice(1);
  const startedAtMs = timeOf(payload.started_at_ms);
  const createdAtMs = startedAtMs ?? lineTimeMs(line.timestamp ?? '');
  if (createdAtMs === null) return null;
  return {
    turnId,
    itemId: id,
    itemType,
    itemJson: stringifyJson({ ...item, type: itemType }),
    startedAtMs,
    completedAtMs: timeOf(payload.completed_at_ms),
    createdAtMs,
  };
}
