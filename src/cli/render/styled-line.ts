/**
 * Text with styles, before it becomes a string for a terminal. Making a span escapes its text, so nothing from a log can
 * bring in control characters whatever is done with the span later.
 */
import { styleText } from 'node:util';
import { displayWidth } from './display-width.js';
import { escapeControls } from './escape-controls.js';

export type TextStyle =
  | 'bold'
  | 'dim'
  | 'italic'
  | 'underline'
  | 'red'
  | 'green'
  | 'yellow'
  | 'blue'
  | 'magenta'
  | 'cyan';

/** A stretch of text of one style, without line breaks. */
export interface Span {
  readonly text: string;
  readonly styles: readonly TextStyle[];
}

/** One line on the screen. */
export type StyledLine = readonly Span[];

/** Makes a span; control characters in `text` are escaped. */
export function span(text: string, ...styles: TextStyle[]): Span {
  return { text: escapeControls(text), styles };
}

/** A line of one span, or an empty one. */
export function line(text = '', ...styles: TextStyle[]): StyledLine {
  return text === '' ? [] : [span(text, ...styles)];
}

/** The same text with further styles. */
export function restyle(styled: StyledLine, ...styles: TextStyle[]): StyledLine {
  return styled.map((part) => ({ text: part.text, styles: [...part.styles, ...styles] }));
}

/** Columns that a line takes. */
export function lineWidth(styled: StyledLine): number {
  return styled.reduce((width, part) => width + displayWidth(part.text), 0);
}

/** The string for a terminal, or plain text. */
export function paint(styled: StyledLine, colour: boolean): string {
  return joinAlike(styled)
    .map(({ text, styles }) => {
      if (!colour || styles.length === 0) return text;
      // Whether to colour was decided once; the stream is not to be asked again by newer Node.
      return styleText([...styles], text, { validateStream: false });
    })
    .join('')
    .trimEnd();
}

/** Wrapping takes lines apart into words: those of one style are coloured together again. */
function joinAlike(styled: StyledLine): Span[] {
  const joined: Span[] = [];
  for (const part of styled) {
    const last = joined.at(-1);
    if (part.text === '') continue;
    if (last && last.styles.join() === part.styles.join()) {
      joined[joined.length - 1] = { text: last.text + part.text, styles: last.styles };
    } else {
      joined.push(part);
    }
  }
  return joined;
}
