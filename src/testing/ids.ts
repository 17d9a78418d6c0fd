/**
 * Deterministic ids: UUIDv7 for threads, turns and items, prefixed hexadecimal ids for what a model provider names.
 * Same seed and same calls, same ids; builders of one home need different seeds.
 */

export interface TestIds {
  /** A UUIDv7 of that instant (milliseconds); later calls sort after earlier ones of the same millisecond. */
  uuid(milliseconds: number): string;
  /** `<prefix>_` and 24 hexadecimal digits. */
  token(prefix: string): string;
  /** A whole number from 0 to `below` − 1. */
  pick(below: number): number;
}

export function createTestIds(seed = 1): TestIds {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  let counter = 0;

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0').slice(-digits);

  return {
    uuid(milliseconds) {
      const time = hex(milliseconds, 12);
      const sequence = hex(counter++ & 0xfff, 3);
      const variant = hex(0x8000 | (next() & 0x3fff), 4);
      const tail = hex(next(), 8) + hex(next() & 0xffff, 4);
      return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence}-${variant}-${tail}`;
    },
    token: (prefix) => `${prefix}_${hex(next(), 8)}${hex(next(), 8)}${hex(next(), 8)}`,
    pick: (below) => next() % below,
  };
}
