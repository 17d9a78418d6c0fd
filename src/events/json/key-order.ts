/**
 * The order in which an object of a JSON text names its keys. JavaScript lists integer-like keys first; an object that has some next to
 * other keys carries the order of the text in a hidden property.
 */

const ORDER: unique symbol = Symbol('threadloom.keyOrder');

interface Ordered {
  [ORDER]?: readonly string[];
}

/** Whether JavaScript would move a key to the front: the canonical text of an array index. */
export function isIndexKey(key: string): boolean {
  const first = key.charCodeAt(0);
  if (!(first >= 48 && first <= 57) || key.length > 10) return false;
  const index = Number(key);
  return index < 4_294_967_295 && String(index) === key;
}

/** Keeps the order of the text with an object; the property is not enumerable, so no copy or comparison sees it. */
export function setKeyOrder(target: object, keys: readonly string[]): void {
  Object.defineProperty(target, ORDER, { value: keys });
}

/** The kept order, or null where JavaScript's own order is that of the text. */
export function keptKeyOrder(target: object & Ordered): readonly string[] | null {
  return target[ORDER] ?? null;
}

/** The keys of an object in the order of its text. */
export function orderedKeys(target: object): readonly string[] {
  return keptKeyOrder(target) ?? Object.keys(target);
}
