/**
 * Compactions: the `compacted` record marks the turn it falls into, the `context_compacted` event is an item
 * (spec: legacy-history §5).
 */
import { contextCompactionThreadItem } from '../../events/to-thread-item/plain-items.js';
import { type LegacyStep, takeItemId } from './legacy-step.js';
import { ensureTurn } from './open-turn.js';
import { pushItem } from './place-item.js';

/** Marks the open turn; as long as it is empty, a user message joins it instead of starting a new one. */
export function onCompacted(step: LegacyStep): void {
  step.state.current = { ...ensureTurn(step), sawCompaction: true };
}

/** Adds the item that readers see. */
export function onContextCompacted(step: LegacyStep): void {
  pushItem(step, contextCompactionThreadItem(takeItemId(step)));
}
