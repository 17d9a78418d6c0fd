/**
 * Proves that nothing which was shown before is gone after. Where the items come from is left to others.
 */
import type { VisibleItem } from './visible-item.js';

export interface CoverageProof {
  /** Every item before is there after and says the same, and those that are not recovered are in the same order. */
  readonly isCovered: boolean;
  /** Recovered ones included. */
  readonly itemsBefore: number;
  readonly itemsAfter: number;
  readonly recoveredBefore: number;
  readonly recoveredAfter: number;
  readonly missingCount: number;
  /** How many of those were recovered. */
  readonly missingRecovered: number;
  readonly movedCount: number;
  /** The first that nothing after says. */
  readonly missing: readonly NamedItem[];
  /** The first that are there, and come before one that they came after. */
  readonly moved: readonly NamedItem[];
}

export type NamedItem = Pick<VisibleItem, 'id' | 'type' | 'digest' | 'excerpt'>;

/** How many are named; the others are counted. */
const MOST_NAMED = 20;

/**
 * @param before a recovered item can be anywhere after, and can be there as the canonical item that a conversion writes for it
 * @param after may hold more than `before`, anywhere; ids may differ, as new ones are made for items that had none. Is taken first
 */
export function proveCoverage(before: Iterable<VisibleItem>, after: Iterable<VisibleItem>): CoverageProof {
  /** Places of what is shown to everybody, by what it says. */
  const places = new Map<string, number[]>();
  /** How often recovered items say a thing. */
  const recovered = new Map<string, number>();
  let itemsAfter = 0;
  let recoveredAfter = 0;
  for (const { digest, isRecovered } of after) {
    if (isRecovered) {
      recovered.set(digest, (recovered.get(digest) ?? 0) + 1);
      recoveredAfter++;
    } else {
      const known = places.get(digest);
      if (known === undefined) places.set(digest, [itemsAfter]);
      else known.push(itemsAfter);
    }
    itemsAfter++;
  }
  const missing = new NamedItems();
  const moved = new NamedItems();
  /** Recovered items that are no longer: something may have been written for them. */
  const sought: { item: NamedItem; says: (string | null)[] }[] = [];
  let itemsBefore = 0;
  let recoveredBefore = 0;
  let last = -1;
  for (const item of before) {
    itemsBefore++;
    const { id, type, digest, excerpt, isRecovered, writtenDigest } = item;
    if (isRecovered) {
      recoveredBefore++;
      const count = recovered.get(digest) ?? 0;
      if (count > 0) recovered.set(digest, count - 1);
      else sought.push({ item: { id, type, digest, excerpt }, says: [digest, writtenDigest?.() ?? null] });
      continue;
    }
    const left = places.get(digest) ?? [];
    const inOrder = left.findIndex((place) => place > last);
    if (left.length === 0) missing.add(item);
    else if (inOrder === -1) {
      moved.add(item);
      left.pop();
    } else {
      last = left[inOrder] ?? last;
      left.splice(inOrder, 1);
    }
  }
  let missingRecovered = 0;
  for (const { item, says } of sought) {
    const isThere = says.some((digest) => digest !== null && places.get(digest)?.pop() !== undefined);
    if (isThere) continue;
    missingRecovered++;
    missing.add(item);
  }
  return {
    isCovered: missing.count === 0 && moved.count === 0,
    ...{ itemsBefore, itemsAfter, recoveredBefore, recoveredAfter },
    ...{ missingCount: missing.count, missingRecovered, movedCount: moved.count },
    ...{ missing: missing.first, moved: moved.first },
  };
}

class NamedItems {
  readonly first: NamedItem[] = [];
  count = 0;

  add({ id, type, digest, excerpt }: NamedItem): void {
    this.count++;
    if (this.first.length < MOST_NAMED) this.first.push({ id, type, digest, excerpt });
  }
}

/** What is wrong, in a sentence; null where nothing is. */
export function describeProblem({
  isCovered,
  missingCount,
  missingRecovered,
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
  const onlyRecovered = movedCount === 0 && missingRecovered === missingCount;
  const hint = onlyRecovered ? ' (recovered items; with --recover they are written into the rollout)' : '';
  return counts.join(' and ') + example + hint;
}
