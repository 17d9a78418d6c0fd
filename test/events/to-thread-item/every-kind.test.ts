import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringifyJson } from '../../../src/events/json/stringify-json.js';
import { ThreadItem } from '../../../src/events/thread-item/thread-item.js';
import { toThreadItem } from '../../../src/events/to-thread-item/to-thread-item.js';
import { TurnItem } from '../../../src/events/turn-item/turn-item.js';
import { arbitraryTurnItem } from '../../support/arbitrary-turn-items.js';

const items = arbitraryTurnItem.map((item) => TurnItem.parse(item));

describe('toThreadItem', () => {
  it('gives an item that the schema of thread items accepts, keys in the same order', () => {
    fc.assert(
      fc.property(items, (item) => {
        const shown = toThreadItem(item);
        expect(stringifyJson(ThreadItem.parse(shown))).toBe(stringifyJson(shown));
      }),
    );
  });

  it('keeps the id and leaves the turn item as it was', () => {
    fc.assert(
      fc.property(items, (item) => {
        const before = stringifyJson(item);
        expect(toThreadItem(item).id).toBe(item.id);
        expect(stringifyJson(item)).toBe(before);
      }),
    );
  });

  it('leaves no value undefined, so that nothing goes missing in JSON', () => {
    fc.assert(
      fc.property(items, (item) => {
        expect(Object.values(toThreadItem(item))).not.toContain(undefined);
      }),
    );
  });
});
