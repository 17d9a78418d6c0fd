/** Puts pages together where somebody wants more rows than one page of the service holds. */
import type { Page } from '../api/page.js';

/** Most rows the service gives at once. */
const PAGE_SIZE = 100;

export type FetchPage<Entry> = (at: { cursor: string | undefined; limit: number }) => Promise<Page<Entry>>;

/** Pages from a cursor on, up to `limit` rows or the end, each as soon as it is read. */
export async function* readPages<Entry>(
  fetch: FetchPage<Entry>,
  { cursor, limit = Number.POSITIVE_INFINITY }: { cursor?: string | undefined; limit?: number | undefined },
): AsyncGenerator<Page<Entry>, void, undefined> {
  let next = cursor;
  let left = limit;
  do {
    const page = await fetch({ cursor: next, limit: Math.min(left, PAGE_SIZE) });
    yield page;
    left -= page.data.length;
    next = page.nextCursor ?? undefined;
  } while (next !== undefined && left > 0);
}

/** One page of up to `limit` rows. */
export async function collectPage<Entry>(
  fetch: FetchPage<Entry>,
  range: { cursor?: string | undefined; limit: number },
): Promise<Page<Entry>> {
  const whole: Page<Entry> = { data: [], nextCursor: null, backwardsCursor: null };
  for await (const { data, nextCursor, backwardsCursor } of readPages(fetch, range)) {
    whole.backwardsCursor ??= backwardsCursor;
    whole.data.push(...data);
    whole.nextCursor = nextCursor;
  }
  return whole;
}
