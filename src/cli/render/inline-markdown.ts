/** The inside of a Markdown paragraph as styled lines, one a line of its source. */
import type { Token } from 'markdown-it';
import { type Span, type StyledLine, span, type TextStyle } from './styled-line.js';

const STYLE_OF: Record<string, TextStyle> = { em: 'italic', strong: 'bold', s: 'dim', link: 'underline' };

/** Line breaks are kept: aligned lines of a message would suffer from being filled. */
export function inlineLines(tokens: readonly Token[], base: readonly TextStyle[] = []): StyledLine[] {
  const lines: Span[][] = [[]];
  const styles = [...base];
  let target: { href: string; text: string } | null = null;
  const add = (text: string, ...more: TextStyle[]): void => {
    if (target !== null) target.text += text;
    lines.at(-1)?.push(span(text, ...styles, ...more));
  };
  for (const token of tokens) {
    if (token.nesting !== 0) {
      const style = STYLE_OF[token.type.replace(/_(open|close)$/, '')];
      if (style === undefined) continue;
      if (token.nesting === 1) styles.push(style);
      else styles.splice(styles.lastIndexOf(style), 1);
      if (token.type === 'link_open') target = { href: String(token.attrGet('href') ?? ''), text: '' };
      if (token.type === 'link_close') {
        const { href, text }: { href: string; text: string } = target ?? { href: '', text: '' };
        target = null;
        if (href !== '' && href !== text) add(` (${href})`, 'dim');
      }
      continue;
    }
    if (token.type === 'softbreak' || token.type === 'hardbreak') lines.push([]);
    else if (token.type === 'code_inline') add(token.content, 'cyan');
    else if (token.type === 'image') add(`[image: ${token.content || token.attrGet('src')}]`, 'dim');
    else add(token.content);
  }
  return lines;
}
