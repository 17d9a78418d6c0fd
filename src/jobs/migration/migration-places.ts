/** Where a migration keeps its files: below `rollout-migrations/` of a home, and hidden ones beside the rollout. */

import { basename, dirname, join } from 'node:path';

const FOLDER = 'rollout-migrations';

/** Holds Codex's journal as well. */
export function migrationsFolder(home: string): string {
  return join(home, FOLDER);
}

/** Originals, by their path below the home. */
export function backupFolder(home: string): string {
  return join(home, FOLDER, 'backup');
}

/** Migrated rollouts that had gone on before they were reverted by force, by their path below the home. */
export function revertedFolder(home: string): string {
  return join(home, FOLDER, 'reverted');
}

export function receiptsFolder(home: string): string {
  return join(home, FOLDER, 'receipts');
}

/** The hidden files of Codex's migration beside a rollout; ours have the same names, so that each tidies up after the other. */
export function tempPaths(rolloutPath: string) {
  const hidden = (suffix: string): string =>
    join(dirname(rolloutPath), `.${basename(rolloutPath)}.${suffix}.tmp`);
  return {
    staged: hidden('paginated'),
    compressed: hidden('paginated.zst'),
    decompressed: hidden('decompressed'),
    head: `${hidden('paginated')}.head.tmp`,
  };
}
