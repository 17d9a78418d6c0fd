/** A command line back as the words it was joined of. */
import { shellJoin } from '../../../../events/to-thread-item/shell-join.js';

const WORD = /(?:[^\s'"\\]+|'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\\[\s\S])+/g;
const PIECE = /'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\]+)/g;
const SHELL = ['/bin/bash', '-lc'];

/**
 * Words that are shown as that line; where there are none, as the line holds what only a shell understands, a shell with the line as
 * its script.
 */
export function wordsOfLine(line: string): string[] {
  const words = line.match(WORD)?.map(unquoted) ?? [];
  return words.length > 0 && shellJoin(words) === line ? words : [...SHELL, line];
}

function unquoted(word: string): string {
  return word.replace(PIECE, (_, single?: string, double?: string, escaped?: string, plain?: string) => {
    if (double !== undefined) return double.replace(/\\(["\\$`])/g, '$1');
    return single ?? escaped ?? plain ?? '';
  });
}
