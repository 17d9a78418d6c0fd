/**
 * One folder that may hold rollouts: what is in it, and which folders of a Codex home are such folders.
 * Walking several of them is for discovery and the index.
 */

import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isMissing } from '../files/file-system-code.js';
import { toRolloutError } from './file-system-error.js';
import { byNewestName, type RolloutFile, toRolloutFile } from './rollout-file.js';
import { parseRolloutName, toPlainPath } from './rollout-name.js';

/** A place that was not looked into or not yielded, and why. */
export interface RefusedPath {
  path: string;
  reason: 'is_link' | 'is_directory' | 'not_a_file' | 'no_access' | 'unreadable';
}

export interface RolloutFolder {
  home: string;
  path: string;
  /** Archived folders are flat: what lies in sub-folders of them is no rollout (spec: rollout-format §2). */
  archived: boolean;
}

export interface FolderListing {
  /** Newest name first; a compressed file with a plain sibling is left out. */
  files: RolloutFile[];
  /** Paths of the sub-folders to look into, newest name first. */
  folders: string[];
}

/** The two folders of a home below which rollouts lie. They need not exist. */
export function rolloutFolders(home: string): RolloutFolder[] {
  return [
    { home, path: join(home, 'sessions'), archived: false },
    { home, path: join(home, 'archived_sessions'), archived: true },
  ];
}

/**
 * Lists one folder; a missing one is empty, null means that it could not be read (and was refused). Symbolic links
 * with a rollout name, or in the place of a sub-folder, and anything with a rollout name that is no regular file are
 * refused: a link could lead out of the home or in a circle.
 */
export function listRolloutFolder(
  folder: RolloutFolder,
  onRefused: (refused: RefusedPath) => void,
): FolderListing | null {
  const entries = readEntries(folder.path, onRefused);
  if (entries === null) return null;
  const listing: FolderListing = { files: [], folders: [] };
  for (const entry of entries) {
    const path = join(folder.path, entry.name);
    const named = parseRolloutName(entry.name) !== null;
    if (entry.isFile()) {
      const file = named ? toRolloutFile({ home: folder.home, path, archived: folder.archived }) : null;
      if (file !== null) listing.files.push(file);
    } else if (named) {
      onRefused({ path, reason: refusal(entry) });
    } else if (!folder.archived && entry.isDirectory()) {
      listing.folders.push(path);
    } else if (!folder.archived && entry.isSymbolicLink()) {
      onRefused({ path, reason: 'is_link' });
    }
  }
  const plain = new Set(listing.files.filter((file) => !file.compressed).map((file) => file.path));
  listing.files = listing.files.filter((file) => !file.compressed || !plain.has(toPlainPath(file.path)));
  listing.files.sort(byNewestName);
  listing.folders.sort().reverse();
  return listing;
}

/** Reports a folder that the file system did not let us look into. */
export function refuseUnreadable(
  path: string,
  error: unknown,
  onRefused: (refused: RefusedPath) => void,
): void {
  const { code } = toRolloutError(error, path);
  onRefused({ path, reason: code === 'no_access' ? 'no_access' : 'unreadable' });
}

function readEntries(path: string, onRefused: (refused: RefusedPath) => void): Dirent[] | null {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    refuseUnreadable(path, error, onRefused);
    return null;
  }
}

function refusal(entry: Dirent): RefusedPath['reason'] {
  if (entry.isSymbolicLink()) return 'is_link';
  return entry.isDirectory() ? 'is_directory' : 'not_a_file';
}
