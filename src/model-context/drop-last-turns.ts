/** Takes the last turns back out of a history (spec: model-context §5). */

import {
  hasLastingDeveloperText,
  isContextualDeveloperMessage,
  isContextualUserMessage,
  isToldForTurn,
} from './contextual-message.js';
import type { HistoryItem } from './history-item.js';
import { isTurnBoundary } from './turn-boundary.js';

export interface DroppedTurns {
  history: HistoryItem[];
  /** Text that is told once went with the context before the cut: the next turn has to tell everything anew. */
  clearsReference: boolean;
}

/**
 * Cuts before the `count`-th last turn; before the first one when there are fewer, so that what came before it stays. Messages
 * of context just before the cut go as well, but for those before the first turn.
 */
export function dropLastTurns(history: readonly HistoryItem[], count: number): DroppedTurns {
  const boundaries = history.flatMap(({ item }, index) => (isTurnBoundary(item) ? [index] : []));
  const first = boundaries[0];
  if (count === 0 || first === undefined) return { history: [...history], clearsReference: false };
  const boundary = boundaries[Math.max(boundaries.length - count, 0)] ?? first;
  let cut = boundary;
  let clearsReference = false;
  for (; cut > first; cut--) {
    const before = history[cut - 1]?.item;
    if (before?.type !== 'message') break;
    if (before.role === 'developer' && isContextualDeveloperMessage(before)) {
      clearsReference ||= hasLastingDeveloperText(before);
    } else if (before.role !== 'user' || !isContextualUserMessage(before)) {
      break;
    }
  }
  const turnId = turnIdOf(history[boundary]);
  return { history: withoutModelContext(history.slice(0, cut), turnId), clearsReference };
}

/** Without what a developer message of that turn told of the model, when nothing the turn was asked with is left. */
function withoutModelContext(history: HistoryItem[], turnId: string | null): HistoryItem[] {
  if (turnId === null) return history;
  const isOfTurn = (of: HistoryItem): boolean => turnIdOf(of) === turnId;
  if (history.some((kept) => isOfTurn(kept) && isTurnBoundary(kept.item))) return history;
  return history.flatMap((kept) => {
    const { item, metadata } = kept;
    if (item.type !== 'message' || item.role !== 'developer' || !isOfTurn(kept)) return [kept];
    const content = item.content.filter((part) => !isToldForTurn(part));
    if (content.length === item.content.length) return [kept];
    return content.length === 0 ? [] : [{ item: { ...item, content }, metadata }];
  });
}

function turnIdOf(of: HistoryItem | undefined): string | null {
  const item = of?.item;
  if (item === undefined || item.type === 'configuration_update') return null;
  return item.internal_chat_message_metadata_passthrough?.turn_id ?? null;
}
