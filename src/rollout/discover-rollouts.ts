/**
 * Finds every rollout of one Codex home by walking its folders once. Who asks again and again wants a RolloutIndex.
 */

import type { RolloutFile } from './rollout-file.js';
import { listRolloutFolder, type RefusedPath, type RolloutFolder, rolloutFolders } from './rollout-folder.js';

export interface DiscoverRolloutsOptions {
  /** The Codex home, absolute. */
  home: string;
  /** Told of every link, directory or unreadable folder that was passed over. */
  onRefused?: (refused: RefusedPath) => void;
}

/**
 * Yields the rollouts below `sessions/` at any depth, then those in `archived_sessions/`, in each folder the newest
 * name first and newer folders before older ones. A compressed file beside its plain twin is left out; missing
 * folders are empty (spec: rollout-format §2). Folders are listed while the caller iterates.
 */
export function* discoverRollouts(options: DiscoverRolloutsOptions): Generator<RolloutFile, void, undefined> {
  const { home, onRefused = () => {} } = options;
  for (const root of rolloutFolders(home)) yield* walk(root, onRefused);
}

function* walk(
  folder: RolloutFolder,
  onRefused: (refused: RefusedPath) => void,
): Generator<RolloutFile, void, undefined> {
  const listing = listRolloutFolder(folder, onRefused);
  if (listing === null) return;
  yield* listing.files;
  for (const path of listing.folders) yield* walk({ ...folder, path }, onRefused);
}
