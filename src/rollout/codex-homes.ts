/**
 * Which Codex homes to look in. Reads nothing itself: environment and folders are handed in.
 */

import { join, resolve } from 'node:path';

export interface CodexHomesOptions {
  env: Readonly<Record<string, string | undefined>>;
  /** The user's home directory, absolute. */
  homeDirectory: string;
  /** What relative entries are relative to, absolute. */
  workingDirectory: string;
}

/**
 * The homes named by `CODEX_HOME` (several are divided by commas), or `~/.codex` when it names none; absolute, each
 * once, in the order given. A leading `~/` is the home directory, since a shell expands only the first of a list.
 * Whether the folders exist is not checked.
 */
export function codexHomes(options: CodexHomesOptions): string[] {
  const { env, homeDirectory, workingDirectory } = options;
  const entries = (env.CODEX_HOME ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => (entry === '~' || entry.startsWith('~/') ? join(homeDirectory, entry.slice(1)) : entry))
    .map((entry) => resolve(workingDirectory, entry));
  return entries.length === 0 ? [resolve(homeDirectory, '.codex')] : [...new Set(entries)];
}
