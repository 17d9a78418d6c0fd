/**
 * Makes text from a log safe to print. A log holds whatever a tool wrote, and a terminal obeys control characters: text goes
 * through here before any colour of our own is put around it.
 */

/** Colour sequences are common in captured output and say nothing once the text is coloured anew. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const COLOUR_SEQUENCE = /\u001b\[[0-9;:]*m/g;

/** C0 without line feed and tab, DEL, C1, and what reorders or breaks the text around it. */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

const TAB = '  ';

/**
 * One line of text with every control character shown as a symbol (`␛` for ESC) or as `<U+202E>`, tabs as two spaces, and
 * colour sequences left out. The result holds no character that a terminal would act upon.
 */
export function escapeControls(text: string): string {
  return text
    .replace(COLOUR_SEQUENCE, '')
    .replaceAll('\n', '␊')
    .replaceAll('\t', TAB)
    .replace(UNSAFE, (character) => symbolOf(character.charCodeAt(0)));
}

function symbolOf(code: number): string {
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '␡';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

/**
 * The lines of a text as a terminal would show them: CR LF is one break, and of a line that was overwritten after a
 * carriage return (a progress bar) the last state is kept. A final line break opens no empty line.
 */
export function splitLines(text: string): string[] {
  const lines = text.split('\n').map(lastState);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function lastState(line: string): string {
  const end = line.endsWith('\r') ? line.length - 1 : line.length;
  return line.slice(line.lastIndexOf('\r', end - 1) + 1, end);
}
