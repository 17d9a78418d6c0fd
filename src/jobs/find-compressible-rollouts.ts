/** Lists the rollouts of a home in the order in which they are to be compressed, and those that are left alone with the reason. */

import type { FileSystem } from '../files/file-system.js';
import type { CompressionSkip } from '../rollout/compression/compression-outcome.js';
import { inspectRollout } from '../rollout/compression/inspect-rollout.js';
import { discoverRollouts, type RefusedPath, RolloutError, type RolloutFile } from '../rollout/index.js';

export interface FindCompressibleOptions {
  fs: FileSystem;
  home: string;
  /** Unix milliseconds: what was modified later is not cold. */
  modifiedBy: number;
  /** Only the rollouts of this thread. */
  threadId?: string | undefined;
}

export interface FoundRollout {
  path: string;
  threadId: string | null;
  /** Of the file as it is. */
  bytes: number;
}

export interface CompressibleRollouts {
  /** Archived ones first, each time the oldest first. */
  candidates: FoundRollout[];
  skipped: { path: string; threadId: string | null; reason: CompressionSkip }[];
  /** Places that could not be looked into. */
  failed: { path: string; threadId: string | null; code: string; message: string }[];
}

const REFUSALS = { is_link: 'link', is_directory: 'not_a_file', not_a_file: 'not_a_file' } as const;

/** Looks at every rollout, and at the head of every cold one. Changes nothing. */
export function findCompressibleRollouts(options: FindCompressibleOptions): CompressibleRollouts {
  const { home, threadId } = options;
  const found: CompressibleRollouts = { candidates: [], skipped: [], failed: [] };
  const onRefused = ({ path, reason }: RefusedPath): void => {
    if (reason === 'no_access' || reason === 'unreadable') {
      found.failed.push({ path, threadId: null, code: reason, message: `${path} could not be looked into.` });
    } else if (threadId === undefined) {
      found.skipped.push({ path, threadId: null, reason: REFUSALS[reason] });
    }
  };
  for (const file of [...discoverRollouts({ home, onRefused })].sort(byTurn)) {
    if (threadId === undefined || file.threadId === threadId) inspect(options, file, found);
  }
  return found;
}

function inspect(
  { fs, modifiedBy }: FindCompressibleOptions,
  file: RolloutFile,
  found: CompressibleRollouts,
) {
  const { path, threadId } = file;
  try {
    const rollout = inspectRollout({ fs, path, modifiedBy });
    if (typeof rollout === 'string') found.skipped.push({ path, threadId, reason: rollout });
    else found.candidates.push({ path: rollout.path, threadId, bytes: Number(rollout.stats.size) });
  } catch (error) {
    if (!(error instanceof RolloutError)) throw error;
    if (error.code === 'not_found') found.skipped.push({ path, threadId, reason: 'gone' });
    else found.failed.push({ path, threadId, code: error.code, message: error.message });
  }
}

function byTurn(left: RolloutFile, right: RolloutFile): number {
  if (left.archived !== right.archived) return left.archived ? -1 : 1;
  const [leftStamp, rightStamp] = [left.stamp ?? '', right.stamp ?? ''];
  return leftStamp < rightStamp ? -1 : leftStamp > rightStamp ? 1 : 0;
}
