/** Follows cursors to the end. */

export interface CursorPage<Entry> {
  data: Entry[];
  nextCursor: string | null;
}

/** All entries, page by page; a cursor that repeats would never end and fails the test. */
export async function allPages<Entry>(
  fetch: (cursor: string | undefined) => Promise<CursorPage<Entry>>,
): Promise<Entry[][]> {
  const pages: Entry[][] = [];
  const seen = new Set<string>();
  for (let cursor: string | undefined; ; ) {
    const page = await fetch(cursor);
    pages.push(page.data);
    if (page.nextCursor === null) return pages;
    if (seen.has(page.nextCursor)) throw new Error(`the cursor ${page.nextCursor} came again`);
    seen.add(page.nextCursor);
    cursor = page.nextCursor;
  }
}
