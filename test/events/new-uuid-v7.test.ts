import { describe, expect, it } from 'vitest';
import { uuidV7Factory } from '../../src/events/value/new-uuid-v7.js';

describe('new ids', () => {
  it('are UUIDs of version 7 that carry their time', () => {
    const newId = uuidV7Factory(() => 0x0123456789ab);
    expect(newId()).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('sort in the order they were made in, within a millisecond and when the clock is set back', () => {
    const times = [5_000, 5_000, 4_000, 5_001, 1];
    const newId = uuidV7Factory(() => times.shift() ?? 0);
    const ids = Array.from({ length: 5 }, newId);
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids.map((id) => id.slice(0, 13))).size).toBe(5);
  });
});
