/**
 * Reasoning that legacy events tell bit by bit: one canonical item that grows, and is written again with each bit.
 */
import type { ReasoningItem } from '../../../events/turn-item/reasoning.js';

export class GrowingReasoning {
  #item: ReasoningItem | null = null;

  /** The item with that bit; a new one after an `end`. */
  add(part: 'summary_text' | 'raw_content', text: string, nextId: () => string): ReasoningItem {
    const item = this.#item ?? { type: 'Reasoning', id: nextId(), summary_text: [], raw_content: [] };
    this.#item = { ...item, [part]: [...item[part], text] };
    return this.#item;
  }

  /** Something came between: what follows is another item. */
  end(): void {
    this.#item = null;
  }
}
