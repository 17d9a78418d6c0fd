/**
 * Markdown for a terminal: emphasis becomes style, lists and quotes become indentation, tables are aligned. HTML is text
 * like any other, and nothing is followed.
 */
import MarkdownIt, { type Token } from 'markdown-it';
import { createBlockWriter } from './block-writer.js';
import { splitLines } from './escape-controls.js';
import { inlineLines } from './inline-markdown.js';
import type { View } from './layout.js';
import { renderMarkdownTable } from './markdown-table.js';
import { line, type StyledLine, span } from './styled-line.js';
import { breakAnywhere, wrapLine } from './wrap-line.js';

const parser = new MarkdownIt();
parser.validateLink = () => true;
parser.normalizeLink = (url) => url;
parser.normalizeLinkText = (url) => url;

const RULE_COLUMNS = 24;
const QUOTE_BAR = span('│ ', 'dim');

/** The lines of a Markdown text. */
export function renderMarkdown(text: string, view: View): StyledLine[] {
  const writer = createBlockWriter(view.width);
  /** The open lists; `next` is the number of the next item, null where items are not numbered. */
  const lists: { next: number | null; items: number }[] = [];
  const tokens = parser.parse(text, {});
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    switch (token?.type) {
      case 'inline': {
        const base = tokens[index - 1]?.type === 'heading_open' ? (['bold'] as const) : [];
        const lines = inlineLines(token.children ?? [], base);
        writer.write(lines.flatMap((own) => wrapLine(own, writer.width())));
        break;
      }
      case 'fence':
      case 'code_block':
        writer.write(codeLines(token.content, writer.width()));
        writer.setGap(true);
        break;
      case 'hr':
        writer.write([line('─'.repeat(Math.min(writer.width(), RULE_COLUMNS)), 'dim')]);
        writer.setGap(true);
        break;
      case 'table_open': {
        const end = tokens.findIndex(({ type }, at) => at > index && type === 'table_close');
        writer.write(renderMarkdownTable(tokens.slice(index, end), writer.width()));
        writer.setGap(true);
        index = end;
        break;
      }
      case 'bullet_list_open':
        lists.push({ next: null, items: 0 });
        break;
      case 'ordered_list_open':
        lists.push({ next: Number(token.attrGet('start') ?? 1), items: 0 });
        break;
      case 'bullet_list_close':
      case 'ordered_list_close':
        lists.pop();
        writer.setGap(true);
        break;
      case 'list_item_open': {
        const list = lists.at(-1);
        if (list && list.items++ > 0 && isTight(tokens[index + 1])) writer.setGap(false);
        writer.open(span(list && list.next !== null ? `${list.next++}. ` : '• ', 'cyan'));
        break;
      }
      case 'blockquote_open':
        writer.open(QUOTE_BAR, QUOTE_BAR);
        break;
      case 'list_item_close':
      case 'blockquote_close':
        writer.close();
        break;
      case 'heading_close':
      case 'paragraph_close':
        // The paragraph of a tight list item is hidden: no empty line follows it.
        writer.setGap(!token.hidden);
        break;
    }
  }
  return writer.lines;
}

function isTight(firstOfItem: Token | undefined): boolean {
  return firstOfItem?.type !== 'paragraph_open' || firstOfItem.hidden;
}

function codeLines(code: string, width: number): StyledLine[] {
  return splitLines(code).flatMap((text) =>
    breakAnywhere(line(text, 'cyan'), width - 2).map((own) => [span('  '), ...own]),
  );
}
