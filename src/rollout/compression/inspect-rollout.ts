/** Finds out whether a rollout may be compressed, from its name, its file and its head. Changes nothing. */

import type { BigIntStats } from 'node:fs';
import { basename } from 'node:path';
import type { FileSystem } from '../../files/file-system.js';
import { readRolloutHead } from '../read-rollout-head.js';
import { RolloutError } from '../rollout-error.js';
import { parseRolloutName, toCompressedPath, toPlainPath } from '../rollout-name.js';
import type { CompressionSkip } from './compression-outcome.js';

export interface InspectRolloutOptions {
  fs: FileSystem;
  /** The rollout, in either representation. */
  path: string;
  /** Unix milliseconds: what was modified later is not cold. */
  modifiedBy: number;
}

export interface CompressibleRollout {
  /** Of the plain file. */
  path: string;
  stats: BigIntStats;
  threadId: string;
}

/**
 * What is needed to compress it, or why it is to be left alone.
 * @throws RolloutError `no_access`, `unreadable`
 */
export function inspectRollout(options: InspectRolloutOptions): CompressibleRollout | CompressionSkip {
  const { fs, modifiedBy } = options;
  const path = toPlainPath(options.path);
  const named = parseRolloutName(basename(path))?.threadId ?? null;
  if (named === null) return 'unusual_name';
  const stats = fs.lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined) return fs.existsSync(toCompressedPath(path)) ? 'already_compressed' : 'gone';
  if (stats.isSymbolicLink()) return 'link';
  if (!stats.isFile()) return 'not_a_file';
  if (stats.nlink > 1n) return 'hard_link';
  if (stats.size === 0n) return 'empty';
  if (Number(stats.mtimeMs) > modifiedBy) return 'not_cold';
  const threadId = readThreadId(path);
  if (threadId === null) return 'no_session_meta';
  return threadId === named ? { path, stats, threadId } : 'unusual_name';
}

/** Null where Codex would not know either whose file it is. */
function readThreadId(path: string): string | null {
  try {
    return readRolloutHead({ path }).meta?.id.toLowerCase() ?? null;
  } catch (error) {
    if (error instanceof RolloutError && error.code === 'unknown_history_mode') return null;
    throw error;
  }
}

/** Nothing was written to the file, nor anything else about it changed, between the two looks. */
export function isUnchanged(before: BigIntStats, after: BigIntStats | undefined): boolean {
  return (
    after !== undefined &&
    after.dev === before.dev &&
    after.ino === before.ino &&
    after.size === before.size &&
    after.mtimeNs === before.mtimeNs &&
    after.ctimeNs === before.ctimeNs
  );
}
