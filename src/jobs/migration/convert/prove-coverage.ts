/**
 * Proves that nothing which was shown before is gone after. Where the items come from is left to others.
 */
import type { VisibleItem } from './visible-item.js';
import type { VisibleItems } from './visible-items.js';

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
 * Costs some hundred bytes an item, whatever the items say.
 *
 * @param before a recovered item can be anywhere after, and can be there as the canonical item that a conversion writes for it
 * @param after may hold more than `before`, anywhere; ids may differ, as new ones are made for items that had none
 */
export function proveCoverage(before: VisibleItems, after: VisibleItems): CoverageProof {
  const places = new Places(after.shown);
  const missing = new NamedItems();
  const moved = new NamedItems();
  let shownBefore = 0;
  let last = -1;
  for (const item of before.shown) {
    shownBefore++;
    const place = places.take(item.digest, last);
    if (place === null) missing.add(item);
    else if (place < last) moved.add(item);
    else last = place;
  }
  const recovered = new Places(after.recovered);
  const missingShown = missing.count;
  let recoveredBefore = 0;
  for (const item of before.recovered) {
    recoveredBefore++;
    const { digest, writtenDigest } = item;
    if (recovered.take(digest) !== null || places.take(digest) !== null) continue;
    const written = writtenDigest?.() ?? null;
    if (written === null || places.take(written) === null) missing.add(item);
  }
  return {
    isCovered: missing.count === 0 && moved.count === 0,
    itemsBefore: shownBefore + recoveredBefore,
    itemsAfter: places.size + recovered.size,
    recoveredBefore,
    recoveredAfter: recovered.size,
    missingCount: missing.count,
    missingRecovered: missing.count - missingShown,
    movedCount: moved.count,
    missing: missing.first,
    moved: moved.first,
  };
}

/** Where what is said stands among other things; most is said once. */
class Places {
  readonly size: number;
  readonly #places = new Map<string, number | number[]>();

  constructor(items: Iterable<VisibleItem>) {
    let place = 0;
    for (const { digest } of items) {
      const known = this.#places.get(digest);
      if (known === undefined) this.#places.set(digest, place);
      else if (typeof known === 'number') this.#places.set(digest, [known, place]);
      else known.push(place);
      place++;
    }
    this.size = place;
  }

  /** Takes away the first place behind `last` that says it, else the newest of the others; null where there is none. */
  take(digest: string, last = -1): number | null {
    const known = this.#places.get(digest);
    if (known === undefined) return null;
    if (typeof known === 'number') {
      this.#places.delete(digest);
      return known;
    }
    const inOrder = known.findIndex((place) => place > last);
    const [taken = null] = known.splice(inOrder === -1 ? known.length - 1 : inOrder, 1);
    if (known.length === 0) this.#places.delete(digest);
    return taken;
  }
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
