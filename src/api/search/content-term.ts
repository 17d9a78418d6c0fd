/**
 * A term of `thread/search`, made ready to be looked for in the raw lines of rollouts and in the texts they hold. Both ask for the
 * term literally, whatever the case (simple folding, so `ß` is not `SS` here).
 */
import { HistoryError } from '../history-error.js';
import type { TextRange } from './find-occurrences.js';

export interface ContentTerm {
  /**
   * Whether a line of a rollout, as its bytes lie in the file, can show the term. Codex looks into no other line, even where the text
   * in it would match once unescaped and joined; so this is a rule, and not only a short cut.
   */
  mayOccurIn(line: Uint8Array): boolean;
  /** The first occurrence in a text. */
  findIn(text: string): TextRange | null;
}

/** Longer ones would make regular expressions too large to compile. In UTF-16 code units. */
const LONGEST_TERM = 1000;

const BEYOND_ASCII = /[^\0-\x7f]/;
const REGEXP_SYNTAX = /[\\^$.*+?()[\]{}|/]/g;
/** An escape of anything but a control character: Codex never writes one, other writers do. */
const ESCAPED_TEXT = /\\u(?!00[01][0-9a-f])/i;
/** Besides its capital, `k` folds with the Kelvin sign and `s` with the long s: here with the bytes of their UTF-8. */
const LATIN1_FOLDS: Readonly<Record<string, string>> = {
  k: '(?:k|\\xe2\\x84\\xaa)',
  s: '(?:s|\\xc5\\xbf)',
};

/**
 * Compiles a term.
 *
 * @param term not blank, and without white space around it
 * @throws HistoryError `invalid_request` when it is longer than 1000 UTF-16 code units
 */
export function compileContentTerm(term: string): ContentTerm {
  if (term.length > LONGEST_TERM) {
    throw new HistoryError(
      'invalid_request',
      `searchTerm has ${term.length} UTF-16 code units; search for ${LONGEST_TERM} at the most`,
    );
  }
  const inText = new RegExp(literal(term), 'iu');
  return {
    mayOccurIn: lineTest(JSON.stringify(term).slice(1, -1)),
    findIn(text) {
      const match = inText.exec(text);
      return match === null ? null : { start: match.index, end: match.index + match[0].length };
    },
  };
}

/** A term of ASCII alone is looked for in the bytes as they are, which saves decoding lines that do not hold it. */
function lineTest(escapedTerm: string): (line: Uint8Array) => boolean {
  if (BEYOND_ASCII.test(escapedTerm)) {
    const inLine = new RegExp(literal(escapedTerm), 'iu');
    return (line) => {
      const text = bytesOf(line).toString('utf8');
      return inLine.test(text) || ESCAPED_TEXT.test(text);
    };
  }
  const inBytes = new RegExp(
    literal(escapedTerm).replace(/[ks]/gi, (letter) => LATIN1_FOLDS[letter.toLowerCase()] ?? letter),
    'i',
  );
  return (line) => inBytes.test(bytesOf(line).toString('latin1'));
}

function bytesOf(line: Uint8Array): Buffer {
  return Buffer.from(line.buffer, line.byteOffset, line.byteLength);
}

function literal(term: string): string {
  return term.replace(REGEXP_SYNTAX, '\\$&');
}
