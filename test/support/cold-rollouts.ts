/** Lays rollouts that nobody has written to for a while, and tells what is left of them on disk. */
import { existsSync, lstatSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { readPlainBytes } from '../../src/rollout/index.js';
import {
  type RolloutBuilder,
  type RolloutOptions,
  rollout,
  writeCodexHome,
} from '../../src/testing/index.js';

export const DAY_MS = 24 * 60 * 60 * 1000;

export interface ColdRollout {
  /** Of the plain file. */
  path: string;
  threadId: string;
  /** What the plain file held. */
  bytes: Buffer;
}

export interface ColdRolloutOptions extends RolloutOptions {
  home: string;
  /** Age of the file in days; 20 unless told. */
  days?: number;
  turns?: number;
  archived?: boolean;
  /** Has the thread written on, or something put into it that no builder would. */
  change?: (thread: RolloutBuilder) => void;
}

export function layColdRollout(options: ColdRolloutOptions): ColdRollout {
  const { home, days = 20, turns = 3, archived = false, change, ...about } = options;
  const thread = rollout(about).sessionMeta();
  for (let number = 1; number <= turns; number++) {
    thread.turn((turn) => turn.user(`question ${number}`).agent(`answer ${number}`).complete()).wait(1_000);
  }
  change?.(thread);
  const [path = ''] = writeCodexHome({ home, entries: [{ rollout: thread, archived }] });
  setAge(path, days);
  return { path, threadId: thread.threadId, bytes: Buffer.from(thread.bytes()) };
}

/** Sets the time of the last change to that many days ago. */
export function setAge(path: string, days: number): void {
  const seconds = Date.now() / 1000 - (days * DAY_MS) / 1000;
  utimesSync(path, seconds, seconds);
}

/** The text as readers have it, whatever the representation. */
export function plainText(path: string): Buffer {
  return Buffer.concat(Array.from(readPlainBytes({ path }), (chunk) => Buffer.from(chunk)));
}

/** Which of the files of a rollout are there. */
export function representations(path: string): ('plain' | 'compressed')[] {
  const found: ('plain' | 'compressed')[] = [];
  if (existsSync(path)) found.push('plain');
  if (existsSync(`${path}.zst`)) found.push('compressed');
  return found;
}

/** Names of all files below a home that belong to nobody: hidden ones of work that ended, and locks. */
export function leftovers(home: string): string[] {
  return filesBelow(home).filter((path) => path.endsWith('.tmp') || /thread-writer-locks\/[^.]/.test(path));
}

/** Paths of all files, relative, in a fixed order. */
export function filesBelow(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below))
    .sort()
    .flatMap((name) => {
      const path = join(below, name);
      return lstatSync(join(folder, path)).isDirectory() ? filesBelow(folder, path) : [path];
    });
}
