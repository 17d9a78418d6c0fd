/** The proof of one conversion, from the lines before and after it, as a receipt holds it. */
import { Shadow } from '../../verify/shadow.js';
import type { SourceLine } from './conversion.js';
import { type CoverageProof, describeProblem, proveCoverage } from './prove-coverage.js';
import { visibleItems } from './visible-items.js';

export interface ConversionProof {
  readonly proven: boolean;
  /** What is missing, for people; null where nothing is. */
  readonly problem: string | null;
  readonly details: CoverageProof;
}

export interface ProofOptions {
  /** The lines of the legacy rollout, from its beginning at each call. */
  readonly before: () => Iterable<SourceLine>;
  /** The lines of the paginated one. */
  readonly after: () => Iterable<SourceLine>;
}

/** Reads both rollouts as readers would, each by the rules of its own mode, and compares. */
export async function proveConversion(options: ProofOptions): Promise<ConversionProof> {
  const shadow = await Shadow.open();
  try {
    return proveInShadow(shadow, options);
  } finally {
    shadow.close();
  }
}

/** The same with a shadow that is open already, and holds nothing. */
export function proveInShadow(shadow: Shadow, { before, after }: ProofOptions): ConversionProof {
  shadow.begin();
  try {
    const details = proveCoverage(
      visibleItems(shadow, 'legacy', before()),
      visibleItems(shadow, 'canonical', after()),
    );
    return { proven: details.isCovered, problem: describeProblem(details), details };
  } finally {
    shadow.end();
  }
}
