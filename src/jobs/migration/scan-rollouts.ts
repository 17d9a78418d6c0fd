/** Which rollouts of a home a migration looks at, and in which order (spec: migration §2). */

import { basename } from 'node:path';
import type { FileSystem } from '../../files/file-system.js';
import { discoverRollouts } from '../../rollout/discover-rollouts.js';
import type { RolloutFile } from '../../rollout/rollout-file.js';

export interface FoundRollout extends RolloutFile {
  /** On disk. */
  bytes: number;
}

export interface ScanRolloutsOptions {
  fs: FileSystem;
  home: string;
  /** These come first: their migration was interrupted. */
  pending?: ReadonlySet<string>;
  /** Only files whose names do not belong to other threads; all when absent. */
  threadIds?: ReadonlySet<string> | undefined;
}

/** Active rollouts before archived ones, the newest path first. */
export function scanRollouts({
  fs,
  home,
  pending = new Set(),
  threadIds,
}: ScanRolloutsOptions): FoundRollout[] {
  const found = [...discoverRollouts({ home })].filter(
    ({ threadId }) => threadId === null || threadIds === undefined || threadIds.has(threadId),
  );
  const rank = ({ archived, threadId }: RolloutFile): number =>
    (threadId !== null && pending.has(threadId) ? 0 : 2) + Number(archived);
  return found
    .sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? 1 : -1))
    .map((file) => ({ ...file, bytes: fs.lstatSync(file.path, { throwIfNoEntry: false })?.size ?? 0 }));
}

/** Where a rollout is by now that is not where it was: archived, brought back, compressed or expanded meanwhile. */
export function findMoved(file: RolloutFile): RolloutFile | null {
  const name = basename(file.plainPath);
  for (const found of discoverRollouts({ home: file.home })) {
    if (basename(found.plainPath) === name) return found;
  }
  return null;
}
