/**
 * The order of texts by code point, which is the order of their UTF-8 bytes. JavaScript compares UTF-16 units instead and puts
 * characters beyond U+FFFF before some below it.
 */

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** Negative when `left` comes first, positive when `right` does, 0 for equal texts. */
export function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const leftUnit = left.charCodeAt(at);
    const rightUnit = right.charCodeAt(at);
    if (leftUnit === rightUnit) continue;
    if (isSurrogate(leftUnit) !== isSurrogate(rightUnit)) return isSurrogate(leftUnit) ? 1 : -1;
    return leftUnit - rightUnit;
  }
  return left.length - right.length;
}
