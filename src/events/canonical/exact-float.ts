/**
 * Doubles as Codex writes them, where JavaScript would write them differently.
 */
import { JsonNumber } from '../json/json-number.js';

const LEAST_DECIMAL = 1e-5;
const LEAST_EXPONENTIAL = 1e16;

/**
 * A double for `stringifyJson`: the number itself where its text is Codex's too, else a `JsonNumber`. Codex writes whole doubles with a
 * point (`5.0`), and exponents from 1e16 on and below 1e-5 (seen in 0.169); JavaScript does from 1e21 on and below 1e-6.
 */
export function exactFloat(value: number): number | JsonNumber {
  const size = Math.abs(value);
  if (size >= LEAST_EXPONENTIAL || (size < LEAST_DECIMAL && size > 0)) {
    return new JsonNumber(value.toExponential());
  }
  if (!Number.isInteger(value)) return value;
  return new JsonNumber(Object.is(value, -0) ? '-0.0' : `${value}.0`);
}
