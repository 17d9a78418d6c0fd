/** Opens the reader of a rollout's lines where its checkpoint left off. */
import { bareLineReader } from './bare/bare-line-reader.js';
import { canonicalLineReader } from './canonical/canonical-line-reader.js';
import { legacyLineReader } from './legacy/legacy-line-reader.js';
import type { LineReader, ReadPosition } from './line-outcome.js';
import type { RolloutSource } from './rollout-source.js';

export function openLineReader(source: RolloutSource, from: ReadPosition): LineReader {
  switch (source.reducer) {
    case 'canonical':
      return canonicalLineReader(source, from);
    case 'legacy':
      return legacyLineReader(from);
    case 'bare':
      return bareLineReader(from);
  }
}
