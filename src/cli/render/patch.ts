/** A patch as a coloured diff, file by file. */
import type { FileChangeThreadItem, FileUpdateChange } from '../../events/thread-item/file-change.js';
import { splitLines } from './escape-controls.js';
import { gutterBlock, type View, wrapIndented } from './layout.js';
import { shownPath } from './shown-path.js';
import { line, type Span, type StyledLine, span } from './styled-line.js';

/** The lines of a patch. */
export function renderPatch({ changes, status }: FileChangeThreadItem, view: View): StyledLine[] {
  return changes.flatMap((change) => {
    const diff = diffLines(change);
    const heading = [...title(change, view), ...counts(diff), ...outcome(status)];
    const lines = wrapIndented(heading, view, MARK[change.kind.type]);
    return [...lines, ...gutterBlock(diff.map(coloured), view, { head: 12, tail: 4 })];
  });
}

const MARK = { add: span('+ ', 'green'), delete: span('- ', 'red'), update: span('± ', 'yellow') } as const;

/** A diff holds the whole content where a file was added or deleted. */
function diffLines({ kind, diff }: FileUpdateChange): string[] {
  const lines = splitLines(diff);
  if (kind.type === 'update') return lines;
  return lines.map((text) => (kind.type === 'add' ? `+${text}` : `-${text}`));
}

function title({ path, kind }: FileUpdateChange, view: View): Span[] {
  const moved = kind.type === 'update' ? kind.move_path : null;
  const to = moved === null ? [] : [span(' → '), span(shownPath(moved, view), 'bold')];
  return [span(shownPath(path, view), 'bold'), ...to];
}

function counts(diff: readonly string[]): Span[] {
  const added = diff.filter((text) => text.startsWith('+')).length;
  const removed = diff.filter((text) => text.startsWith('-')).length;
  return [
    ...(added > 0 ? [span(`  +${added}`, 'green')] : []),
    ...(removed > 0 ? [span(`  -${removed}`, 'red')] : []),
  ];
}

function outcome(status: FileChangeThreadItem['status']): Span[] {
  switch (status) {
    case 'completed':
      return [];
    case 'failed':
      return [span('  ✗ not applied', 'red')];
    case 'declined':
      return [span('  declined', 'yellow')];
    case 'inProgress':
      return [span('  not finished', 'yellow')];
  }
}

function coloured(text: string): StyledLine {
  if (text.startsWith('@@')) return line(text, 'cyan');
  if (text.startsWith('+')) return line(text, 'green');
  if (text.startsWith('-')) return line(text, 'red');
  return line(text, 'dim');
}
