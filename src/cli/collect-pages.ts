/** Puts pages together where somebody wants more rows than one page of the service holds. */
import type { WithAsOf } from '../api/as-of.js';
import type { Page } from '../api/page.js';

/** Most rows the service gives at once. */
const PAGE_SIZE = 100;

export type FetchPage<Entry> = (at: {
  cursor: string | undefined;
  limit: number;
}) => Promise<Page<Entry> & WithAsOf>;

/** Pages from a cursor on, up to `limit` rows or the end, each as soon as it is read. */
export async function* readPages<Entry>(
  fetch: FetchPage<Entry>,
  { cursor, limit = Number.POSITIVE_INFINITY }: { cursor?: string | undefined; limit?: number | undefined },
): AsyncGenerator<Page<Entry> & WithAsOf, void, undefined> {
  let next = cursor;
  let left = limit;
  do {
    const page = await fetch({ cursor: next, limit: Math.min(left, PAGE_SIZE) });
    yield page;
    left -= page.data.length;
    next = page.nextCursor ?? undefined;
  } while (next !== undefined && left > 0);
}

/** One page of up to `limit` rows, as of the last page that was read for it. */
export async function collectPage<Entry>(
  fetch: FetchPage<Entry>,
  range: { cursor?: string | undefined; limit: number },
): Promise<Page<Entry> & WithAsOf> {
  const whole: Page<Entry> & WithAsOf = { data: [], nextCursor: null, backwardsCursor: null };
  for await (const { data, nextCursor, backwardsCursor, asOf } of readPages(fetch, range)) {
    whole.backwardsCursor ??= backwardsCursor;
    whole.data.push(...data);
    whole.nextCursor = nextCursor;
    if (asOf) whole.asOf = asOf;
  }
  return whole;
}
