/**
 * Proves that nothing which was shown before is gone after. Where the items come from is left to others.
 */
import type { VisibleItem } from './visible-item.js';

export interface CoverageProof {
  /** Every item before is there after, says the same, and in the same order. */
  readonly isCovered: boolean;
  readonly itemsBefore: number;
  readonly itemsAfter: number;
  readonly missingCount: number;
  readonly movedCount: number;
  /** The first that nothing after says. */
  readonly missing: readonly VisibleItem[];
  /** The first that are there, and come before one that they came after. */
  readonly moved: readonly VisibleItem[];
}

/** How many are named; the others are counted. */
const MOST_NAMED = 20;

/** @param after may hold more than `before`, anywhere; ids may differ, as new ones are made for items that had none */
export function proveCoverage(before: Iterable<VisibleItem>, after: Iterable<VisibleItem>): CoverageProof {
  const places = new Map<string, number[]>();
  let itemsAfter = 0;
  for (const { digest } of after) {
    const known = places.get(digest);
    if (known === undefined) places.set(digest, [itemsAfter]);
    else known.push(itemsAfter);
    itemsAfter++;
  }
  const missing: VisibleItem[] = [];
  const moved: VisibleItem[] = [];
  let itemsBefore = 0;
  let missingCount = 0;
  let movedCount = 0;
  let last = -1;
  for (const item of before) {
    itemsBefore++;
    const left = places.get(item.digest) ?? [];
    const inOrder = left.findIndex((place) => place > last);
    if (left.length === 0) {
      missingCount++;
      if (missing.length < MOST_NAMED) missing.push(item);
    } else if (inOrder === -1) {
      movedCount++;
      if (moved.length < MOST_NAMED) moved.push(item);
      left.pop();
    } else {
      last = left[inOrder] ?? last;
      left.splice(0, inOrder + 1);
    }
  }
  const isCovered = missingCount === 0 && movedCount === 0;
  return { isCovered, itemsBefore, itemsAfter, missingCount, movedCount, missing, moved };
}

/** What is wrong, in a sentence; null where nothing is. */
export function describeProblem({
  isCovered,
  missingCount,
  movedCount,
  itemsBefore,
  missing,
  moved,
}: CoverageProof) {
  if (isCovered) return null;
  const counts = [
    ...(missingCount > 0 ? [`${missingCount} of ${itemsBefore} items would be missing`] : []),
    ...(movedCount > 0 ? [`${movedCount} of ${itemsBefore} items would change their order`] : []),
  ];
  const first = missing[0] ?? moved[0];
  const example =
    first === undefined ? '' : `, the first of them ${first.type} ${first.id}: ${first.excerpt}`;
  return counts.join(' and ') + example;
}
