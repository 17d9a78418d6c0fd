/** What a migration needs of the conversion, as a port: the job knows files, the conversion knows records. */

import type { Conversion, ConversionOptions, SourceLine } from './convert/conversion.js';
import { convertLegacyRollout } from './convert/convert-legacy-rollout.js';
import { proveConversion } from './convert/prove-conversion.js';

/** Whether what was shown before is shown after. Goes into the receipt as it is. */
export interface Coverage {
  readonly proven: boolean;
  /** What is missing or differs, for people; null where nothing is. */
  readonly problem: string | null;
  /** Counts and findings. */
  readonly details: unknown;
}

export interface CoverageOptions {
  /** The lines of the legacy rollout, from the beginning at each call. */
  readonly before: () => Iterable<SourceLine>;
  /** The lines of the staged one. */
  readonly after: () => Iterable<SourceLine>;
}

export interface RolloutConverter {
  /** @throws ConversionError */
  convert(options: ConversionOptions): Conversion;
  prove(options: CoverageOptions): Coverage | Promise<Coverage>;
}

/** The conversion of this program. */
export const legacyConverter: RolloutConverter = { convert: convertLegacyRollout, prove: proveConversion };
