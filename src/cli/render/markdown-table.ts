/** A Markdown table; its widest column gives way to a narrow screen. */
import type { Token } from 'markdown-it';
import { inlineLines } from './inline-markdown.js';
import { lineWidth, type StyledLine } from './styled-line.js';
import { renderTable } from './table.js';

/** The lines of the table between `table_open` and `table_close`. */
export function renderMarkdownTable(tokens: readonly Token[], width: number): StyledLine[] {
  const [headings = [], ...rows] = rowsOf(tokens);
  const titles = headings.map((cell) => cell.map(({ text }) => text).join(''));
  const widths = titles.map((_, column) => Math.max(0, ...rows.map((row) => lineWidth(row[column] ?? []))));
  const widest = widths.indexOf(Math.max(...widths));
  const columns = titles.map((title, column) => ({ title, flexible: column === widest }));
  return renderTable(columns, rows, width);
}

function rowsOf(tokens: readonly Token[]): StyledLine[][] {
  const rows: StyledLine[][] = [];
  for (const { type, children } of tokens) {
    if (type === 'tr_open') rows.push([]);
    else if (type === 'inline') rows.at(-1)?.push(inlineLines(children ?? []).flat());
  }
  return rows;
}
