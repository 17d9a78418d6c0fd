/**
 * Tells from one stat whether a folder gained or lost entries since it was last listed. Changes of the content of its
 * files do not show here.
 */

import { type BigIntStats, statSync } from 'node:fs';
import { isMissing } from '../files/file-system-code.js';

/** How long after a change the same modification time may still stand for a further change, in milliseconds. */
const SETTLING_MS = 20;
/** The same for file systems that keep whole seconds, or two of them. */
const SETTLING_MS_COARSE = 2_000;

const NS_PER_MS = 1_000_000n;
const NS_PER_SECOND = 1_000_000_000n;

export interface FolderWatermark {
  mtimeNs: bigint;
  inode: bigint;
  /** False while the folder was changed so shortly before that a second change could carry the same time. */
  settled: boolean;
}

/** The watermark of the folder at `now` (Unix milliseconds); null when it is missing. Other errors are thrown. */
export function readWatermark(path: string, now: number): FolderWatermark | null {
  const stat = statIfThere(path);
  if (stat === null || !stat.isDirectory()) return null;
  const settling = stat.mtimeNs % NS_PER_SECOND === 0n ? SETTLING_MS_COARSE : SETTLING_MS;
  const settled = now - Number(stat.mtimeNs / NS_PER_MS) > settling;
  return { mtimeNs: stat.mtimeNs, inode: stat.ino, settled };
}

/** True when what was listed at `before` is still all there is at `now`. */
export function isUnchanged(before: FolderWatermark, now: FolderWatermark): boolean {
  return before.settled && before.mtimeNs === now.mtimeNs && before.inode === now.inode;
}

function statIfThere(path: string): BigIntStats | null {
  try {
    return statSync(path, { bigint: true });
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
