/** The form in which snapshots are compared and written (spec: world-state §3). */
import { isObjectValue, membersOf, objectOf, type WorldStateSnapshot } from './snapshot.js';

/**
 * Leaves out every member that is null, at any depth of objects; null is what a patch deletes with. Arrays are replaced as a
 * whole and keep theirs. Sections come in the order of their ids by code point; inside a section the order stays.
 */
export function normaliseSnapshot(snapshot: WorldStateSnapshot): WorldStateSnapshot {
  return objectOf([...membersOf(withoutNulls(snapshot))].sort(([a], [b]) => compareCodePoints(a, b)));
}

function withoutNulls(object: WorldStateSnapshot): WorldStateSnapshot {
  return objectOf(keptMembers(object));
}

function* keptMembers(object: WorldStateSnapshot): Generator<readonly [string, unknown], void, undefined> {
  for (const [key, value] of membersOf(object)) {
    if (value === null || value === undefined) continue;
    yield [key, isObjectValue(value) ? withoutNulls(value) : value];
  }
}

/** JavaScript compares UTF-16 units, which puts astral characters before some others; UTF-8 keeps the order. */
function compareCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
