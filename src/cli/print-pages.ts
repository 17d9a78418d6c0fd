/** Prints pages in the format that was asked for: each row as it is read, one page as it is, or a table. */
import { collectPage, type FetchPage, readPages } from './collect-pages.js';
import type { Output } from './output.js';
import type { StyledLine } from './render/styled-line.js';
import { type Column, renderTable } from './render/table.js';

/** Rows a table or a page of JSON has unless told. */
export const DEFAULT_LIMIT = 25;

export interface PrintPagesOptions<Entry> {
  output: Output;
  fetch: FetchPage<Entry>;
  cursor: string | undefined;
  /** Rows; without it {@link DEFAULT_LIMIT}, and all of them as NDJSON. */
  limit: number | undefined;
  columns: readonly Column[];
  rowOf: (entry: Entry) => StyledLine[];
}

export async function printPages<Entry>(options: PrintPagesOptions<Entry>): Promise<void> {
  const { output, fetch, cursor, limit, columns, rowOf } = options;
  if (output.format === 'ndjson') {
    for await (const { data } of readPages(fetch, { cursor, limit })) {
      for (const entry of data) await output.json(entry);
    }
    return;
  }
  const page = await collectPage(fetch, { cursor, limit: limit ?? DEFAULT_LIMIT });
  if (output.format === 'json') {
    await output.json(page);
    return;
  }
  await output.lines(renderTable(columns, page.data.map(rowOf), output.width));
  if (page.nextCursor !== null) output.remark(`More: --after '${page.nextCursor}'`);
}
