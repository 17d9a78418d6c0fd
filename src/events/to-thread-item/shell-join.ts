/**
 * Writes an argument vector as one shell command line, quoted as Rust's `shlex` quotes it, which is how readers see commands.
 */

/** A text of such characters alone needs no quotes. */
const BARE = /^[\w+\-./:@\]]+$/;

const NUL_NOTICE = '<command included NUL byte>';

/** Ways to write a character; a stretch of text is written in one way that suits all of its characters. */
const BARE_OK = 1;
const SINGLE_OK = 2;
const DOUBLE_OK = 4;
const ANY = BARE_OK | SINGLE_OK | DOUBLE_OK;

function waysToWrite(char: string): number {
  switch (char) {
    case "'":
    case '\\':
      return DOUBLE_OK;
    case '$':
    case '`':
    case '!':
      return SINGLE_OK;
    // A caret is safe only right behind an opening single quote.
    case '^':
      return 0;
    default:
      return BARE.test(char) ? ANY : SINGLE_OK | DOUBLE_OK;
  }
}

function quoteDouble(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function write(text: string, ways: number): string {
  if ((ways & BARE_OK) !== 0) return text;
  return (ways & SINGLE_OK) !== 0 ? `'${text}'` : quoteDouble(text);
}

/** Cuts a word into the longest stretches that one way of writing suits, from left to right. */
function quoteInStretches(word: string): string {
  let quoted = '';
  let start = 0;
  let ways = ANY;
  for (let at = 0; at < word.length; at++) {
    const char = word.charAt(at);
    const here = at === start && char === '^' ? SINGLE_OK : waysToWrite(char);
    if ((ways & here) !== 0) {
      ways &= here;
      continue;
    }
    quoted += write(word.slice(start, at), ways);
    start = at;
    ways = char === '^' ? SINGLE_OK : here;
  }
  return quoted + write(word.slice(start), ways);
}

function quoteWord(word: string): string {
  if (word === '') return "''";
  if (BARE.test(word)) return word;
  if (word.includes('^')) return quoteInStretches(word);
  if (!word.includes("'") && !word.includes('\\')) return `'${word}'`;
  if (!word.includes('$') && !word.includes('`') && !word.includes('!')) return quoteDouble(word);
  return quoteInStretches(word);
}

/**
 * The command line of an argument vector. A word with a NUL byte cannot be quoted; a notice then stands for the whole line.
 *
 * Source: spec legacy-history §4, corrections-0.169 item 6.
 */
export function shellJoin(words: readonly string[]): string {
  let line = '';
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word.includes('\0')) return NUL_NOTICE;
    line += index === 0 ? quoteWord(word) : ` ${quoteWord(word)}`;
  }
  return line;
}
