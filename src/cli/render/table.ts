/** A table of plain columns; the last flexible one gives way when the screen is narrow. */
import { displayWidth } from './display-width.js';
import { line, lineWidth, type Span, type StyledLine } from './styled-line.js';
import { cutLine } from './wrap-line.js';

export interface Column {
  title: string;
  align?: 'left' | 'right';
  /** Takes what the others leave over. At most one column is so. */
  flexible?: boolean;
}

const GAP = 2;
const LEAST_FLEXIBLE = 16;

/** Lines of a table with its headings. Each cell is a styled line, in the order of the columns. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly StyledLine[])[],
  width: number,
): StyledLine[] {
  const widths = columns.map((column, index) =>
    Math.max(displayWidth(column.title), ...rows.map((row) => lineWidth(row[index] ?? []))),
  );
  const flexible = columns.findIndex((column) => column.flexible);
  if (flexible >= 0) {
    const others = widths.reduce((sum, own, index) => (index === flexible ? sum : sum + own), 0);
    const left = width - others - GAP * (columns.length - 1);
    widths[flexible] = Math.min(widths[flexible] ?? 0, Math.max(left, LEAST_FLEXIBLE));
  }
  const compose = (cells: readonly StyledLine[]): StyledLine =>
    columns.flatMap(({ align }, index) => {
      const own = widths[index] ?? 0;
      const cell = cutLine(cells[index] ?? [], own);
      const fill = blanks(own - lineWidth(cell));
      const gap = index === columns.length - 1 ? [] : [blanks(GAP)];
      return align === 'right' ? [fill, ...cell, ...gap] : [...cell, fill, ...gap];
    });
  return [compose(columns.map(({ title }) => line(title, 'dim'))), ...rows.map(compose)];
}

function blanks(count: number): Span {
  return { text: ' '.repeat(Math.max(count, 0)), styles: [] };
}
