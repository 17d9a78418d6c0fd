/**
 * Markdown rendered to the plain text that search looks at. Plain CommonMark without extensions, as Codex 0.169.0 reads it: tables,
 * strikethrough, footnotes, task lists and bare links are text like any other.
 */
import { type Node, Parser } from 'commonmark';
import { collapseWhiteSpace } from './collapse-white-space.js';

/**
 * The text of a Markdown document on one line: text, code and HTML are kept, emphasis, link targets and fences dropped; the ends of
 * blocks, breaks and rules become a space (spec reads §6).
 */
export function renderMarkdown(markdown: string): string {
  const walker = new Parser().parse(markdown).walker();
  let text = '';
  for (let step = walker.next(); step !== null; step = walker.next()) {
    text += step.entering ? textOf(step.node) : endOf(step.node);
  }
  return collapseWhiteSpace(text);
}

function textOf(node: Node): string {
  switch (node.type) {
    case 'text':
    case 'code':
    case 'html_inline':
      return node.literal ?? '';
    case 'html_block':
    case 'code_block':
      return `${node.literal ?? ''} `;
    case 'softbreak':
    case 'linebreak':
    case 'thematic_break':
      return ' ';
    default:
      return '';
  }
}

function endOf(node: Node): string {
  switch (node.type) {
    case 'paragraph':
      return isTight(node) ? '' : ' ';
    case 'heading':
    case 'block_quote':
    case 'item':
      return ' ';
    default:
      return '';
  }
}

/**
 * A tight list item holds its text without a paragraph, so that no block ends between the text and what follows in the item. Codex
 * runs the two together, and so do we: a term is to be found in the same places.
 */
function isTight(paragraph: Node): boolean {
  const item = paragraph.parent;
  return item?.type === 'item' && item.parent?.listTight === true;
}
