/** Removes the compressed file beside a plain one that counts, at a moment at which no compressor can mean to keep it. */

import { basename, dirname } from 'node:path';
import type { FileSystem } from '../../files/file-system.js';
import { removeFile } from '../../files/temp-file.js';
import { toCompressedPath } from '../rollout-name.js';
import { acquireMaintenanceLock } from './maintenance-lock.js';

/**
 * Removes `<plain>.zst`. While maintenance runs, one of its steps may be to remove the plain file, so the other one is left
 * then: readers pass over it, and the next compression or expansion finds it.
 */
export function removeTwin(fs: FileSystem, plain: string): void {
  const home = homeOf(plain);
  const lock = home === null ? null : acquireMaintenanceLock({ home, fs });
  if (home !== null && lock === null) return;
  try {
    removeFile(fs, toCompressedPath(plain));
  } finally {
    lock?.release();
  }
}

/** The Codex home that a rollout lies below; null outside the folders of one (spec: rollout-format §2). */
function homeOf(path: string): string | null {
  const folder = dirname(path);
  if (basename(folder) === 'archived_sessions') return dirname(folder);
  const sessions = dirname(dirname(dirname(folder)));
  return basename(sessions) === 'sessions' ? dirname(sessions) : null;
}
