/**
 * A rollout file as discovery reports it: where it lies and what its name says. Nothing of its content.
 */

import { basename } from 'node:path';
import { parseRolloutName, toPlainPath } from './rollout-name.js';

export interface RolloutFile {
  /** The Codex home it was found below. */
  home: string;
  /** The file on disk, with `.zst` when it is compressed. */
  path: string;
  /** The same without `.zst`: stays the same when the file is compressed or expanded. */
  plainPath: string;
  compressed: boolean;
  /** It lies in `archived_sessions/`. */
  archived: boolean;
  /** Null where the name is not canonical. */
  threadId: string | null;
  /** Null where the name is not canonical. */
  rolloutId: string | null;
  /** Local time of creation from the name, `YYYY-MM-DDThh-mm-ss`, or null. */
  stamp: string | null;
}

/** Describes the file at `path`; null when its name is no rollout name. */
export function toRolloutFile(file: { home: string; path: string; archived: boolean }): RolloutFile | null {
  const { home, path, archived } = file;
  const name = parseRolloutName(basename(path));
  return name === null ? null : { home, path, plainPath: toPlainPath(path), archived, ...name };
}

/** Sorts newest name first; of two equal names the active one comes before the archived one. */
export function byNewestName(left: RolloutFile, right: RolloutFile): number {
  const leftName = basename(left.plainPath);
  const rightName = basename(right.plainPath);
  if (leftName !== rightName) return leftName < rightName ? 1 : -1;
  return Number(left.archived) - Number(right.archived);
}
