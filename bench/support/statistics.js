/** Figures of repeated measurements. */

/**
 * @typedef {object} Summary
 * @property {number} min
 * @property {number} median
 * @property {number} max
 */

/**
 * @param {number[]} values at least one
 * @returns {Summary}
 */
export function summarise(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
  return { min: sorted[0], median, max: sorted[sorted.length - 1] };
}

/**
 * The value that the given share of all values does not exceed.
 *
 * @param {number[]} values at least one
 * @param {number} share from 0 to 1
 */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/**
 * Ratios pair by pair: what was measured at the same time suffers from the same neighbours.
 *
 * @param {number[]} values
 * @param {number[]} bases as many
 * @returns {Summary}
 */
export function ratios(values, bases) {
  return summarise(values.map((value, index) => value / bases[index]));
}
