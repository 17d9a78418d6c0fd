/** Puts blocks of text below each other, inside quotes and list items that mark their first line and indent the rest. */
import { lineWidth, type Span, type StyledLine, span } from './styled-line.js';

export interface BlockWriter {
  readonly lines: StyledLine[];
  /** Columns that are left inside what is open. */
  width(): number;
  write(block: readonly StyledLine[]): void;
  /** Whether an empty line is due before the next block. */
  setGap(due: boolean): void;
  /** Begins a quote or a list item. */
  open(mark: Span, rest?: Span): void;
  /** Ends it; one without text still shows its mark. */
  close(): void;
}

interface Container {
  first: Span;
  rest: Span;
  marked: boolean;
}

const LEAST_WIDTH = 20;
const NOTHING = span('');

/** A writer for `fullWidth` columns. */
export function createBlockWriter(fullWidth: number): BlockWriter {
  const lines: StyledLine[] = [];
  const containers: Container[] = [];
  let gap = false;

  function write(block: readonly StyledLine[]): void {
    if (gap && lines.length > 0) lines.push(containers.map(({ marked, rest }) => (marked ? rest : NOTHING)));
    gap = false;
    for (const styled of block) lines.push([...containers.map(prefixOf), ...styled]);
  }
  return {
    lines,
    write,
    width: () => Math.max(fullWidth - lineWidth(containers.map(({ first }) => first)), LEAST_WIDTH),
    setGap(due) {
      gap = due;
    },
    open(first, rest = span(' '.repeat(lineWidth([first])))) {
      containers.push({ first, rest, marked: false });
    },
    close() {
      if (containers.at(-1)?.marked === false) write([[]]);
      containers.pop();
      gap = true;
    },
  };
}

function prefixOf(container: Container): Span {
  if (container.marked) return container.rest;
  container.marked = true;
  return container.first;
}
