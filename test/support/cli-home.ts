/** A folder with a small Codex home and the options that lead a command to it. */
import { join } from 'node:path';
import { type HomeEntry, rollout, writeCodexHome } from '../../src/testing/index.js';
import type { TempFolder } from './temp-folder.js';

export interface CliHome {
  home: string;
  db: string;
  /** `--codex-home` and `--db` with their values. */
  place: string[];
  /** Paths of the rollouts, in the order of the entries. */
  paths: string[];
}

export function writeCliHome(folder: TempFolder, entries: Iterable<HomeEntry>): CliHome {
  const home = folder.path('home');
  const db = join(folder.path('data'), 'history.sqlite');
  const paths = writeCodexHome({ home, entries });
  return { home, db, place: ['--codex-home', home, '--db', db], paths };
}

/** A thread of `turns` turns; each asks and answers with its number. */
export function plainThread({
  threadId,
  turns = 2,
  seed = 1,
}: {
  threadId?: string;
  turns?: number;
  seed?: number;
}) {
  const thread = rollout({ seed, ...(threadId !== undefined && { threadId }) }).sessionMeta();
  for (let number = 1; number <= turns; number++) {
    thread.turn((turn) => turn.user(`question ${number}`).agent(`answer ${number}`).complete()).wait(1_000);
  }
  return thread;
}
