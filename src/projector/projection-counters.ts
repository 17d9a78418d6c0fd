/** Work that projections did. */

/** A driver may show it, a benchmark prints it. */
export interface ProjectionCounters {
  bytesRead: number;
  linesParsed: number;
  batches: number;
}

/** Adds work to work. */
export function addCounters(to: ProjectionCounters, more: ProjectionCounters): void {
  to.bytesRead += more.bytesRead;
  to.linesParsed += more.linesParsed;
  to.batches += more.batches;
}
