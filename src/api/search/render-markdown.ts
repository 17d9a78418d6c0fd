/**
 * Markdown rendered to the plain text that search looks at. Plain CommonMark without extensions, as Codex 0.169.0 reads it: tables,
 * strikethrough, footnotes, task lists and bare links are text like any other.
 */
import MarkdownIt, { type Token } from 'markdown-it';
import { collapseWhiteSpace } from './collapse-white-space.js';

/** Blocks nested deeper than this are left out: it bounds the work that a text made of brackets can ask for. */
const MOST_NESTED = 100;

const commonMark = new MarkdownIt('commonmark', { maxNesting: MOST_NESTED });
// Nothing is ever followed, so any target makes a link, and an address in angle brackets reads as it was written.
commonMark.validateLink = () => true;
commonMark.normalizeLink = (url) => url;
commonMark.normalizeLinkText = (url) => url;

/**
 * The text of a Markdown document on one line: text, code and HTML are kept, emphasis, link targets and fences dropped; the ends of
 * blocks, breaks and rules become a space (spec reads §6).
 */
export function renderMarkdown(markdown: string): string {
  let text = '';
  for (const token of commonMark.parse(markdown, {})) {
    text += token.children === null ? blockText(token) : inlineText(token.children);
  }
  return collapseWhiteSpace(text);
}

function blockText(token: Token): string {
  switch (token.type) {
    case 'fence':
    case 'code_block':
    case 'html_block':
      return `${token.content} `;
    case 'hr':
      return ' ';
    default:
      // A tight list item hides its paragraph. No block ends there, so its text runs into a block that follows in the item; Codex has it
      // that way, and a term is to be found in the same places.
      return token.nesting === -1 && !token.hidden ? ' ' : '';
  }
}

function inlineText(tokens: readonly Token[]): string {
  let text = '';
  for (const token of tokens) {
    switch (token.type) {
      case 'text':
      case 'code_inline':
      case 'html_inline':
        text += token.content;
        break;
      case 'softbreak':
      case 'hardbreak':
        text += ' ';
        break;
      case 'image':
        text += inlineText(token.children ?? []);
        break;
    }
  }
  return text;
}
