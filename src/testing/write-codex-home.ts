/**
 * Lays rollouts out on disk as they lie below CODEX_HOME (spec: rollout-format §2).
 */
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RolloutFileContent, rolloutFolder } from './rollout-file.js';

export interface HomeEntry {
  rollout: RolloutFileContent;
  /** Default: false, below `sessions/`. */
  archived?: boolean;
}

/**
 * Writes the entries below `home` (created when missing; files of the same name are replaced) and sets their times of
 * change to the last record's.
 *
 * @returns the absolute paths, in the order of the entries.
 */
export function writeCodexHome({ home, entries }: { home: string; entries: Iterable<HomeEntry> }): string[] {
  const paths: string[] = [];
  for (const { rollout, archived = false } of entries) {
    const folder = join(home, rolloutFolder(rollout.startedAt(), archived));
    mkdirSync(folder, { recursive: true });
    const path = join(folder, rollout.fileName());
    writeFileSync(path, rollout.bytes());
    const changed = rollout.updatedAt();
    utimesSync(path, changed, changed);
    paths.push(path);
  }
  return paths;
}
