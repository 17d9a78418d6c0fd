/** Equality of JSON values: digits count, the order of keys does not. */
import { JsonNumber } from '../events/json/json-number.js';
import { orderedKeys } from '../events/json/key-order.js';
import { isObjectValue } from './snapshot.js';

/** Whether two JSON values say the same; `1.0` and `1` do not. */
export function equalJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a instanceof JsonNumber) return b instanceof JsonNumber && a.text === b.text;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((value, index) => equalJson(value, b[index]));
  }
  if (!isObjectValue(a) || !isObjectValue(b)) return false;
  const keys = orderedKeys(a);
  return (
    keys.length === orderedKeys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equalJson(a[key], b[key]))
  );
}
