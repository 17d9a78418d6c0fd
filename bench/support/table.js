/** Prints reports as tables for a person; the counters of a row stand below it. */

/** @typedef {import('./report.js').Row} Row */
/** @typedef {import('./report.js').Report} Report */
/** @typedef {import('./statistics.js').Summary} Summary */

const HEADINGS = ['', 'target', 'measured', 'floor', '× floor', 'peer', 'peer ÷ ours'];

/**
 * The text of a report. Figures are medians, with the least and the greatest where they differ.
 *
 * @param {Report} report
 */
export function renderReport({ title, rows, notes = [] }) {
  const cells = rows.map((row) => [
    row.what,
    row.target ?? '',
    `${spread(row.measured)} ${row.unit}`,
    row.floor ? `${spread(row.floor)} ${row.unit}` : '',
    row.timesFloor ? spread(row.timesFloor) : '',
    row.peer ? `${spread(row.peer)} ${row.unit}` : '',
    row.peerTimes ? spread(row.peerTimes) : '',
  ]);
  const shown = HEADINGS.map(
    (heading, column) => cells.some((line) => line[column] !== '') && { heading, column },
  )
    .filter((found) => found !== false)
    .map(({ heading, column }) => [heading, ...cells.map((line) => line[column])]);
  const padded = shown.map((lines) => {
    const width = Math.max(...lines.map((cell) => cell.length));
    return lines.map((cell) => cell.padEnd(width));
  });
  const lines = ['', ...cells].flatMap((_, line) => [
    `  ${padded.map((column) => column[line]).join('   ')}`.trimEnd(),
    ...workLine(rows[line - 1]),
  ]);
  return [title, '', ...lines, ...notes.flatMap((note) => ['', `  ${note}`]), ''].join('\n');
}

/** @param {Row | undefined} row */
function workLine(row) {
  const counters = Object.entries(row?.work ?? {});
  if (counters.length === 0) return [];
  return [`      ${counters.map(([name, count]) => `${name} ${count.toLocaleString('en')}`).join(', ')}`];
}

/** @param {Summary} summary */
function spread({ min, median, max }) {
  const middle = shorten(median);
  return shorten(min) === middle && shorten(max) === middle
    ? middle
    : `${middle} (${shorten(min)}–${shorten(max)})`;
}

/** @param {number} value */
function shorten(value) {
  if (value >= 100) return String(Math.round(value));
  return value.toFixed(value >= 10 ? 1 : 2);
}
