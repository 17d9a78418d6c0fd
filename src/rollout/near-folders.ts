/**
 * Which folders a look should not leave out when it leaves out most: those asked for, and those where new rollouts
 * appear. Looking into them is for the index.
 */

import { lstatSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import type { RolloutFolder } from './rollout-folder.js';
import { parseRolloutName } from './rollout-name.js';

export interface NearFoldersOptions {
  /** As `rolloutFolders` gives them. */
  roots: readonly RolloutFolder[];
  /** Folders, or rollouts that stand for theirs; those outside the roots are ignored. */
  paths: Iterable<string>;
  /** Unix milliseconds. */
  now: number;
}

/**
 * The folders of the given paths, today's and yesterday's folder, and the archive, each once. A folder that is only
 * reached through a link below its root is left out, as discovery leaves it out; one may be missing.
 */
export function nearFolders(options: NearFoldersOptions): RolloutFolder[] {
  const { roots, paths, now } = options;
  const near = new Map<string, RolloutFolder>();
  const add = (root: RolloutFolder, path: string): void => {
    if (!near.has(path) && !leadsThroughLink(root.path, path)) near.set(path, { ...root, path });
  };
  for (const path of paths) {
    const at = parseRolloutName(basename(path)) === null ? path : dirname(path);
    const root = roots.find((candidate) => holds(candidate, at));
    if (root !== undefined) add(root, at);
  }
  for (const root of roots) {
    if (root.archived) add(root, root.path);
    else for (const daysAgo of [0, 1]) add(root, join(root.path, dayFolder(now, daysAgo)));
  }
  return [...near.values()];
}

function holds(root: RolloutFolder, path: string): boolean {
  return path === root.path || (!root.archived && path.startsWith(root.path + sep));
}

function leadsThroughLink(root: string, path: string): boolean {
  for (let at = path; at.length > root.length; at = dirname(at)) if (isLink(at)) return true;
  return false;
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  } catch {
    // Whatever keeps us from seeing it is reported when the folder is looked at.
    return false;
  }
}

/** Today's folder below `sessions/`, or that of a day before; days are those of local time (spec: rollout-format §2). */
function dayFolder(now: number, daysAgo: number): string {
  const today = new Date(now);
  const day = new Date(today.getFullYear(), today.getMonth(), today.getDate() - daysAgo);
  const parts = [day.getFullYear(), day.getMonth() + 1, day.getDate()];
  return join(...parts.map((part) => String(part).padStart(2, '0')));
}
