/**
 * Objects of a world state. They come out of a log or out of a live session and hold whatever sections somebody has: ids and
 * values are opaque. Members are read and written as own properties alone, so that `__proto__` is a key like any other.
 */
import { JsonNumber } from '../events/json/json-number.js';
import { isJsonObject, type JsonObject } from '../events/json/json-object.js';
import { isIndexKey, orderedKeys, setKeyOrder } from '../events/json/key-order.js';

/** Sections by id: all that the model was told of its surroundings (spec: world-state §1). Never changed in place. */
export type WorldStateSnapshot = JsonObject;

/** True for a JSON object; an exact number is an object of JavaScript and none of JSON. */
export function isObjectValue(value: unknown): value is Record<string, unknown> {
  return isJsonObject(value) && !(value instanceof JsonNumber);
}

/** The members of an object in the order of its text. */
export function* membersOf(object: JsonObject): Generator<readonly [string, unknown], void, undefined> {
  for (const key of orderedKeys(object)) yield [key, object[key]];
}

/** The value of an own member; undefined when there is none. */
export function memberOf(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** An object of these members, each key once, which keeps their order even where JavaScript would change it. */
export function objectOf(members: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  const keys: string[] = [];
  for (const [key, value] of members) {
    keys.push(key);
    if (key === '__proto__') {
      Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
    } else {
      object[key] = value;
    }
  }
  if (keys.some(isIndexKey)) setKeyOrder(object, keys);
  return object;
}
