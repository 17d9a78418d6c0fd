/**
 * The file that keeps runs of the compression six hours apart, for Codex and for us alike: it tells by its age when the
 * last run began. To be used under the maintenance lock.
 */

import { dirname, join } from 'node:path';
import type { FileSystem } from '../files/file-system.js';
import { fileSystemCode } from '../files/file-system-code.js';
import { removeFile } from '../files/temp-file.js';
import { writeFully } from '../files/write-fully.js';

/** How long a marker keeps others from starting; Codex has the same. */
export const MARKER_WINDOW_MS = 6 * 60 * 60 * 1000;

export interface CompressionMarkerOptions {
  fs: FileSystem;
  /** The Codex home. */
  home: string;
  now: () => number;
}

export interface ClaimMarkerOptions extends CompressionMarkerOptions {
  /** Written into the marker, for people to see. */
  processId: number;
  /** Takes the place of a marker whatever its age. */
  force?: boolean;
}

/** Ours from now on; or when the next run may be, in unix milliseconds. */
export type MarkerClaim = { status: 'claimed' } | { status: 'throttled'; until: number };

/**
 * Makes the marker. One that is younger than six hours, or from the future, is respected; an older one is replaced
 * (spec: feature-origins 004.48).
 * @throws whatever the file system throws
 */
export function claimCompressionMarker(options: ClaimMarkerOptions): MarkerClaim {
  const { fs, home, now, processId, force = false } = options;
  const path = markerPath(home);
  fs.mkdirSync(dirname(path), { recursive: true });
  for (;;) {
    try {
      const fd = fs.openSync(path, 'wx');
      try {
        writeFully(fs, fd, Buffer.from(markerText(processId, now())));
      } finally {
        fs.closeSync(fd);
      }
      return { status: 'claimed' };
    } catch (error) {
      if (fileSystemCode(error) !== 'EEXIST') throw error;
    }
    const stats = fs.statSync(path, { throwIfNoEntry: false });
    const until = stats === undefined ? 0 : Math.ceil(stats.mtimeMs) + MARKER_WINDOW_MS;
    if (!force && now() < until) return { status: 'throttled', until };
    removeFile(fs, path);
  }
}

/** Takes the marker away, so that a run that was cut short can be taken up at once. */
export function removeCompressionMarker({ fs, home }: Pick<CompressionMarkerOptions, 'fs' | 'home'>): void {
  removeFile(fs, markerPath(home));
}

function markerPath(home: string): string {
  return join(home, '.tmp', 'rollout-compression.lock');
}

/** As Codex words it. */
function markerText(processId: number, now: number): string {
  const seconds = Math.floor(now / 1000);
  const nanoseconds = Math.floor(now - seconds * 1000) * 1_000_000;
  return `pid=${processId} started_at=SystemTime { tv_sec: ${seconds}, tv_nsec: ${nanoseconds} }\n`;
}
