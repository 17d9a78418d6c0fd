/**
 * The difference between two world states as a JSON patch (RFC 6902). Finding it is fast-json-patch's work; here values keep
 * their digits and key order, which that library does not know.
 */
import jsonPatch from 'fast-json-patch';
import { JsonNumber } from '../events/json/json-number.js';
import { isObjectValue, memberOf, membersOf, objectOf, type WorldStateSnapshot } from './snapshot.js';

/** One step of a JSON patch; `path` is a JSON pointer. */
export type WorldStateOperation =
  | { op: 'add' | 'replace'; path: string; value: unknown }
  | { op: 'remove'; path: string };

/**
 * The operations that lead from one state to another, in an order in which they can be applied; those of a section stand
 * together, sections in the order of their ids. Paths of `replace` and `remove` name the same place in `from`, paths of `add`
 * and `replace` the same in `to`.
 */
export function diffWorldStates(from: WorldStateSnapshot, to: WorldStateSnapshot): WorldStateOperation[] {
  const operations = jsonPatch.compare(comparable(from), comparable(to)).map(({ op, path }) => {
    return op === 'remove'
      ? { op, path }
      : { op: op === 'add' ? op : ('replace' as const), path, value: valueAt(to, path) };
  });
  // Members of an object can change in any order, so whole sections may change places.
  return operations.sort((a, b) => compareText(sectionOf(a.path), sectionOf(b.path)));
}

/** The value that a JSON pointer names; undefined where there is none. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const key of keysOf(pointer)) {
    if (Array.isArray(value)) value = value[Number(key)];
    else value = isObjectValue(value) ? memberOf(value, key) : undefined;
  }
  return value;
}

/** The keys of a JSON pointer, from the root on. */
export function keysOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The same tree with exact numbers as texts, and texts marked so that none looks like a number. */
function comparable(value: unknown): object {
  const mark = (member: unknown): unknown => {
    if (typeof member === 'string') return `"${member}`;
    if (member instanceof JsonNumber) return member.text;
    if (Array.isArray(member)) return member.map(mark);
    if (!isObjectValue(member)) return member;
    return objectOf([...membersOf(member)].map(([key, inner]) => [key, mark(inner)] as const));
  };
  return Object(mark(value));
}

function sectionOf(pointer: string): string {
  return keysOf(pointer)[0] ?? '';
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
