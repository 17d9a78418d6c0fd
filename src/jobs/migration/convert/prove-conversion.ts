/** The proof of one conversion, from the lines before and after it, as a receipt holds it. */
import type { SourceLine } from './conversion.js';
import { type CoverageProof, describeProblem, proveCoverage } from './prove-coverage.js';
import { itemsOfLegacy, itemsOfPaginated } from './visible-items.js';

export interface ConversionProof {
  readonly proven: boolean;
  /** What is missing, for people; null where nothing is. */
  readonly problem: string | null;
  readonly details: CoverageProof;
}

/**
 * Reads both rollouts as readers would, each by the rules of its own mode, and compares.
 *
 * @param before the lines of the legacy rollout, from its beginning at each call
 * @param after the lines of the paginated one
 */
export function proveConversion({
  before,
  after,
}: {
  readonly before: () => Iterable<SourceLine>;
  readonly after: () => Iterable<SourceLine>;
}): ConversionProof {
  const details = proveCoverage(itemsOfLegacy(before()), itemsOfPaginated(after()));
  return { proven: details.isCovered, problem: describeProblem(details), details };
}
