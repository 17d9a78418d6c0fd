/**
 * Walks the segments of a lineage as one sequence of ordinals. Ordinals grow along a lineage, so a place in it is one
 * number, and a page continues from segment to segment (spec projection §8).
 */
import type { Segment, ThreadLineage } from '../projector/thread-lineage.js';
import type { Direction, OrdinalSpan } from '../store/page-turns.js';
import { HistoryError } from './history-error.js';

/** Where a page starts: at an ordinal, itself included or not. */
export interface PageAnchor {
  ordinal: number;
  inclusive: boolean;
}

/** The ordinals of a segment, both ends included. */
export function spanOf(segment: Segment): OrdinalSpan {
  return {
    low: segment.startOrdinal,
    high: segment.endOrdinal === null ? Number.MAX_SAFE_INTEGER : segment.endOrdinal - 1,
  };
}

/**
 * Refuses an ordinal that lies in no segment, such as the one of a session_meta or one past the cut of a fork.
 *
 * @throws HistoryError `invalid_request`
 */
export function assertInLineage(lineage: ThreadLineage, ordinal: number): void {
  const inside = lineage.segments.some((segment) => {
    const { low, high } = spanOf(segment);
    return ordinal >= low && ordinal <= high;
  });
  if (!inside) throw new HistoryError('invalid_request', 'invalid cursor: position outside thread lineage');
}

/** Row and the place of its segment in the lineage. */
export interface Located<Row> {
  row: Row;
  segmentIndex: number;
}

export interface CollectOptions<Row> {
  lineage: ThreadLineage;
  direction: Direction;
  anchor: PageAnchor | null;
  limit: number;
  /** Rows of one segment within a span, in the page's direction. */
  fetch(segment: Segment, span: OrdinalSpan, limit: number): Row[];
  ordinalOf(row: Row): number;
  /** Leaves rows out, for instance turns that a newer segment has again. */
  keep?(row: Row, segmentIndex: number): boolean;
}

/** Collects up to `limit` rows across segments, in the page's direction. */
export function collectRows<Row>(options: CollectOptions<Row>): Located<Row>[] {
  const { lineage, direction, anchor, limit, fetch, ordinalOf, keep } = options;
  const found: Located<Row>[] = [];
  const count = lineage.segments.length;
  for (let step = 0; step < count && found.length < limit; step++) {
    const segmentIndex = direction === 'asc' ? step : count - 1 - step;
    const segment = lineage.segments[segmentIndex];
    if (segment === undefined) continue;
    let span = narrow(spanOf(segment), direction, anchor);
    while (span.low <= span.high && found.length < limit) {
      const wanted = limit - found.length;
      const rows = fetch(segment, span, wanted);
      for (const row of rows) if (!keep || keep(row, segmentIndex)) found.push({ row, segmentIndex });
      const last = rows.at(-1);
      if (last === undefined || rows.length < wanted) break;
      span = narrow(span, direction, { ordinal: ordinalOf(last), inclusive: false });
    }
  }
  return found;
}

function narrow({ low, high }: OrdinalSpan, direction: Direction, anchor: PageAnchor | null): OrdinalSpan {
  if (anchor === null) return { low, high };
  const { ordinal, inclusive } = anchor;
  return direction === 'asc'
    ? { low: Math.max(low, inclusive ? ordinal : ordinal + 1), high }
    : { low, high: Math.min(high, inclusive ? ordinal : ordinal - 1) };
}
