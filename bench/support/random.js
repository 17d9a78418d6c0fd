/** Random numbers that are the same in every run. */

/**
 * A function that gives whole numbers from `low` to `high`, both included (mulberry32).
 *
 * @param {number} seed
 * @returns {(low: number, high: number) => number}
 */
export function createRandom(seed) {
  let state = seed;
  return (low, high) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    const unit = ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    return low + Math.floor(unit * (high - low + 1));
  };
}
