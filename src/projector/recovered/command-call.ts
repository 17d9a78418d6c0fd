/**
 * Calls of the shell tools of every version: which command line was asked for, and where. Which of them apply a patch is
 * for `patch-in-command.ts` to see.
 */
import type { JsonObject } from '../../events/json/json-object.js';
import type { CommandExecutionSource } from '../../events/thread-item/command-execution.js';
import { shellJoin } from '../../events/to-thread-item/shell-join.js';
import { textArgument, textsArgument } from './call-arguments.js';

/** A command as the model asked for it. */
export interface CommandCall {
  /** Words, where the log has them; a tool that takes a line of shell has none. */
  readonly words: readonly string[] | null;
  /** What a shell is given to run; the line itself where no shell is named. */
  readonly script: string;
  /** The whole line, quoted as readers see commands. */
  readonly line: string;
  /** As it was given, often relative or absent. */
  readonly folder: string | null;
  readonly source: CommandExecutionSource;
}

/** Tools that take words, and tools that take a line, by the name of the argument. */
const TAKES_WORDS: Readonly<Record<string, string>> = {
  shell: 'command',
  'container.exec': 'command',
  local_shell: 'command',
  unified_exec: 'input',
};
const TAKES_LINE: Readonly<Record<string, string>> = { shell_command: 'command', exec_command: 'cmd' };

/** Every tool that runs commands. */
export const COMMAND_TOOLS: readonly string[] = [...Object.keys(TAKES_WORDS), ...Object.keys(TAKES_LINE)];

const SHELL = /(?:^|[/\\])(?:ba|z|da|k)?sh$/;
const SHELL_FLAG = /^-l?c$/;

/** Reads a call by the name of its tool; null where the tool runs no commands or the arguments name none. */
export function readCommandCall(tool: string, given: JsonObject): CommandCall | null {
  const folder = textArgument(given, 'workdir');
  const wordsName = TAKES_WORDS[tool];
  if (wordsName !== undefined) {
    const words = textsArgument(given, wordsName);
    if (words !== null) return commandOfWords(words, folder);
    const line = textArgument(given, wordsName);
    return line === null ? null : { words: null, script: line, line, folder, source: 'agent' };
  }
  const script = textArgument(given, TAKES_LINE[tool] ?? '');
  if (script === null) return null;
  const source = tool === 'exec_command' ? 'unifiedExecStartup' : 'agent';
  const shell = textArgument(given, 'shell');
  const words = shell !== null && SHELL.test(shell) ? [shell, '-lc', script] : null;
  return { words, script, line: words === null ? script : shellJoin(words), folder, source };
}

/** A command that is given as words. */
export function commandOfWords(words: readonly string[], folder: string | null): CommandCall {
  return { words, script: scriptOf(words), line: shellJoin(words), folder, source: 'agent' };
}

function scriptOf(words: readonly string[]): string {
  const [program = '', flag = '', script] = words;
  const throughShell = words.length === 3 && SHELL.test(program) && SHELL_FLAG.test(flag);
  return throughShell && script !== undefined ? script : shellJoin(words);
}
