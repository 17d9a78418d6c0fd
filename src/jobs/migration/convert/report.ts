/** Counting of what a conversion read and wrote. */
import type { ConversionReport } from './conversion.js';

export function emptyReport(): ConversionReport {
  return { linesRead: 0, recordsRead: 0, linesWritten: 0, itemsWritten: 0, dropped: {} };
}
