/**
 * Compact JSON from values that `parseJson` may have made: exact numbers, passed-on text and kept key order come out as they went in.
 * For all other values this is `JSON.stringify`, whose escapes are those of Codex.
 */
import { JsonNumber } from './json-number.js';
import { keptKeyOrder, orderedKeys } from './key-order.js';
import { RawJson } from './raw-json.js';

/** `JSON.stringify` recurses; beyond this depth the own loop takes over. */
const SAFE_DEPTH = 500;

/**
 * The JSON text of a value, without spaces. Properties that are undefined are left out; `toJSON` methods are called for plain values
 * only. Works at any depth of nesting.
 *
 * @throws TypeError for what JSON cannot hold (a BigInt, undefined itself).
 */
export function stringifyJson(value: unknown): string {
  const text = isPlain(value, 0) ? JSON.stringify(value) : stringifyExact(value);
  if (text === undefined) throw new TypeError(`${typeof value} has no JSON text`);
  return text;
}

function isPlain(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth > SAFE_DEPTH || value instanceof JsonNumber || value instanceof RawJson) return false;
  if (Array.isArray(value)) {
    for (const member of value) if (!isPlain(member, depth + 1)) return false;
    return true;
  }
  if (keptKeyOrder(value) !== null) return false;
  for (const key in value) if (!isPlain(Reflect.get(value, key), depth + 1)) return false;
  return true;
}

/** A container that is being written: its members in order, and how many of them are out. */
interface Writing {
  readonly container: object;
  readonly keys: readonly string[] | null;
  readonly length: number;
  next: number;
  written: boolean;
}

function stringifyExact(root: unknown): string {
  let out = '';
  const stack: Writing[] = [];
  let value: unknown = root;
  for (;;) {
    const scalar = scalarText(value);
    if (scalar !== null) out += scalar;
    else if (typeof value === 'object' && value !== null) {
      stack.push(begin(value));
      out += Array.isArray(value) ? '[' : '{';
    }
    for (;;) {
      const top = stack.at(-1);
      if (top === undefined) return out;
      const member = nextMember(top);
      if (member !== null) {
        out += member.prefix;
        value = member.value;
        break;
      }
      out += top.keys === null ? ']' : '}';
      stack.pop();
    }
  }
}

function begin(container: object): Writing {
  if (Array.isArray(container)) {
    return { container, keys: null, length: container.length, next: 0, written: false };
  }
  const keys = orderedKeys(container);
  return { container, keys, length: keys.length, next: 0, written: false };
}

function nextMember(top: Writing): { prefix: string; value: unknown } | null {
  while (top.next < top.length) {
    const index = top.next++;
    const key = top.keys === null ? index : (top.keys[index] ?? '');
    const value: unknown = Reflect.get(top.container, key);
    if (value === undefined && top.keys !== null) continue;
    const comma = top.written ? ',' : '';
    top.written = true;
    return { prefix: top.keys === null ? comma : `${comma}${JSON.stringify(key)}:`, value: value ?? null };
  }
  return null;
}

/** The text of anything but a container; null for containers. */
function scalarText(value: unknown): string | null {
  if (value instanceof JsonNumber || value instanceof RawJson) return value.text;
  if (typeof value === 'object' && value !== null) return null;
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`${typeof value} has no JSON text`);
  return text;
}
