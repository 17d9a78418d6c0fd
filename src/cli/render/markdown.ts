/**
 * Markdown for a terminal: emphasis becomes style, lists and quotes become indentation, tables are aligned. HTML is text
 * like any other, and nothing is followed.
 */
import MarkdownIt, { type Token } from 'markdown-it';
import { splitLines } from './escape-controls.js';
import { inlineLines } from './inline-markdown.js';
import type { View } from './layout.js';
import { line, lineWidth, type Span, type StyledLine, span, type TextStyle } from './styled-line.js';
import { renderTable } from './table.js';
import { breakAnywhere, wrapLine } from './wrap-line.js';

const parser = new MarkdownIt();
parser.validateLink = () => true;
parser.normalizeLink = (url) => url;
parser.normalizeLinkText = (url) => url;

const RULE_COLUMNS = 24;
const LEAST_WIDTH = 20;

/** A quote or a list item around what is being written. */
interface Container {
  first: Span;
  rest: Span;
  opened: boolean;
}

/** The lines of a Markdown text. */
export function renderMarkdown(text: string, view: View): StyledLine[] {
  const lines: StyledLine[] = [];
  const containers: Container[] = [];
  const lists: { next: number | null; items: number }[] = [];
  let gap = false;
  let inlineStyles: TextStyle[] = [];
  let table: StyledLine[][] | null = null;

  const width = (): number =>
    Math.max(view.width - lineWidth(containers.map(({ first }) => first)), LEAST_WIDTH);
  const write = (block: readonly StyledLine[]): void => {
    if (gap && lines.length > 0) lines.push(containers.map(({ opened, rest }) => (opened ? rest : BLANK)));
    gap = false;
    for (const styled of block) {
      const prefix = containers.map((container) => {
        const side = container.opened ? container.rest : container.first;
        container.opened = true;
        return side;
      });
      lines.push([...prefix, ...styled]);
    }
  };
  const contain = (mark: Span, rest: Span = span(' '.repeat(lineWidth([mark])))): void => {
    containers.push({ first: mark, rest, opened: false });
  };

  const tokens = parser.parse(text, {});
  for (const [index, token] of tokens.entries()) {
    switch (token.type) {
      case 'heading_open':
        inlineStyles = ['bold'];
        break;
      case 'heading_close':
        inlineStyles = [];
        gap = true;
        break;
      case 'paragraph_close':
        gap = !token.hidden;
        break;
      case 'inline':
        if (table) table.at(-1)?.push(inlineLines(token.children ?? [], inlineStyles).flat());
        else write(inlineLines(token.children ?? [], inlineStyles).flatMap((own) => wrapLine(own, width())));
        break;
      case 'fence':
      case 'code_block':
        write(codeLines(token.content, width()));
        gap = true;
        break;
      case 'hr':
        write([line('─'.repeat(Math.min(width(), RULE_COLUMNS)), 'dim')]);
        gap = true;
        break;
      case 'blockquote_open':
        contain(span('│ ', 'dim'), span('│ ', 'dim'));
        break;
      case 'bullet_list_open':
        lists.push({ next: null, items: 0 });
        break;
      case 'ordered_list_open':
        lists.push({ next: Number(token.attrGet('start') ?? 1), items: 0 });
        break;
      case 'list_item_open': {
        const list = lists.at(-1);
        if (list && list.items++ > 0 && isTight(tokens[index + 1])) gap = false;
        contain(span(list?.next == null ? '• ' : `${list.next++}. `, 'cyan'));
        break;
      }
      case 'blockquote_close':
      case 'list_item_close':
        if (containers.at(-1)?.opened === false) write([[]]);
        containers.pop();
        gap = true;
        break;
      case 'bullet_list_close':
      case 'ordered_list_close':
        lists.pop();
        gap = true;
        break;
      case 'table_open':
        table = [];
        break;
      case 'tr_open':
        table?.push([]);
        break;
      case 'table_close':
        write(tableLines(table ?? [], width()));
        table = null;
        gap = true;
        break;
    }
  }
  return lines;
}

const BLANK: Span = span('');

function isTight(firstOfItem: Token | undefined): boolean {
  return firstOfItem?.type !== 'paragraph_open' || firstOfItem.hidden;
}

function codeLines(code: string, width: number): StyledLine[] {
  return splitLines(code).flatMap((text) =>
    breakAnywhere(line(text, 'cyan'), width - 2).map((own) => [span('  '), ...own]),
  );
}

/** The widest column gives way. */
function tableLines([headings = [], ...rows]: readonly StyledLine[][], width: number): StyledLine[] {
  const titles = headings.map((cell) => cell.map(({ text }) => text).join(''));
  const widths = titles.map((_, column) => Math.max(...rows.map((row) => lineWidth(row[column] ?? [])), 0));
  const widest = widths.indexOf(Math.max(...widths));
  return renderTable(
    titles.map((title, column) => ({ title, flexible: column === widest })),
    rows,
    width,
  );
}
