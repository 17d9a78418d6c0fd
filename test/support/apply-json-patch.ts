/** Applies add, remove and replace of RFC 6902 by the letter of the text, with any key. */
import { keysOf, type WorldStateOperation } from '../../src/world-state/diff-world-states.js';
import { isObjectValue, membersOf, objectOf } from '../../src/world-state/snapshot.js';

export function applyOperations(root: unknown, operations: readonly WorldStateOperation[]): unknown {
  return operations.reduce((value, operation) => apply(value, keysOf(operation.path), operation), root);
}

function apply(target: unknown, [key, ...rest]: string[], operation: WorldStateOperation): unknown {
  if (key === undefined) throw new Error('the whole state is never replaced');
  if (Array.isArray(target)) return applyToArray(target, Number(key), rest, operation);
  if (!isObjectValue(target)) throw new Error(`nothing at ${operation.path}`);
  const members = new Map(membersOf(target));
  if (operation.op !== 'add' || rest.length > 0) {
    if (!members.has(key)) throw new Error(`nothing at ${operation.path}`);
  }
  if (rest.length > 0) members.set(key, apply(members.get(key), rest, operation));
  else if (operation.op === 'remove') members.delete(key);
  else members.set(key, operation.value);
  return objectOf(members);
}

function applyToArray(
  target: readonly unknown[],
  index: number,
  rest: string[],
  operation: WorldStateOperation,
): unknown[] {
  const last = operation.op === 'add' && rest.length === 0 ? target.length : target.length - 1;
  if (!(index <= last)) throw new Error(`nothing at ${operation.path}`);
  if (rest.length > 0) return target.with(index, apply(target[index], rest, operation));
  if (operation.op === 'remove') return target.toSpliced(index, 1);
  return target.toSpliced(index, operation.op === 'add' ? 0 : 1, operation.value);
}
