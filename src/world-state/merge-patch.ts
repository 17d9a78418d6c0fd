/**
 * JSON merge patches (RFC 7386) over values that keep their digits and key order. Inputs are never changed; results share with
 * them what is the same.
 */
import { equalJson } from './equal-json.js';
import { isObjectValue, memberOf, membersOf, objectOf } from './snapshot.js';

/**
 * Applies a merge patch.
 *
 * @returns the target with the patch laid over it; members that the patch adds come after those that were there
 */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isObjectValue(patch)) return patch;
  const members = new Map(isObjectValue(target) ? membersOf(target) : []);
  for (const [key, value] of membersOf(patch)) {
    if (value === null) members.delete(key);
    else members.set(key, applyMergePatch(members.get(key), value));
  }
  return objectOf(members);
}

/**
 * The merge patch that leads from one value to another: removals first, then what is added or changed, each in the order of
 * the value it is taken from (spec: world-state §3). It leads there exactly where `current` holds no null outside arrays, as a
 * merge patch cannot say that a member is null.
 *
 * @returns undefined when both are equal
 */
export function createMergePatch(previous: unknown, current: unknown): unknown {
  if (equalJson(previous, current)) return undefined;
  if (!isObjectValue(current)) return current;
  return objectOf(changedMembers(isObjectValue(previous) ? previous : {}, current));
}

type Members = Generator<readonly [string, unknown], void, undefined>;

function* changedMembers(previous: Record<string, unknown>, current: Record<string, unknown>): Members {
  for (const [key] of membersOf(previous)) if (!Object.hasOwn(current, key)) yield [key, null];
  for (const [key, value] of membersOf(current)) {
    const change = createMergePatch(memberOf(previous, key), value);
    if (change !== undefined) yield [key, change];
  }
}
