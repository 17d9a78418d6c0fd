/** SHA-256 of whole files, as they lie on disk and as plain text. */

import { createHash } from 'node:crypto';
import type { FileSystem } from '../../files/file-system.js';
import { readPlainBytes } from '../../rollout/read-plain-bytes.js';
import { toPlainPath } from '../../rollout/rollout-name.js';
import type { Pace } from './pace.js';

const CHUNK_BYTES = 256 * 1024;

export interface Digest {
  bytes: number;
  /** In hexadecimal. */
  sha256: string;
}

/**
 * Of the bytes on disk, or of their beginning.
 *
 * @param to offset to stop before; the end of the file unless told
 */
export async function digestFile(
  fs: FileSystem,
  path: string,
  pace: Pace,
  to = Number.POSITIVE_INFINITY,
): Promise<Digest> {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  const fd = fs.openSync(path, 'r');
  let bytes = 0;
  try {
    for (let count = -1; count !== 0; bytes += count) {
      count = fs.readSync(fd, chunk, 0, Math.min(CHUNK_BYTES, to - bytes), bytes);
      hash.update(chunk.subarray(0, count));
      pace.account(count);
      if (pace.isDue) await pace.rest();
    }
  } finally {
    fs.closeSync(fd);
  }
  return { bytes, sha256: hash.digest('hex') };
}

/**
 * Of the plain text of the rollout at `path`, or of its beginning.
 *
 * @param to offset in the plain text to stop before; its end unless told
 * @throws RolloutError as `readPlainBytes`
 */
export async function digestPlainText(path: string, pace: Pace, to?: number): Promise<Digest> {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const chunk of readPlainBytes({ path, ...(to !== undefined && { to }) })) {
    hash.update(chunk);
    bytes += chunk.length;
    pace.account(chunk.length);
    if (pace.isDue) await pace.rest();
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Of the file and of its text, which is the same file where it is plain. */
export async function digestRollout(
  fs: FileSystem,
  path: string,
  pace: Pace,
): Promise<{ file: Digest; plain: Digest }> {
  const file = await digestFile(fs, path, pace);
  return { file, plain: path === toPlainPath(path) ? file : await digestPlainText(path, pace) };
}
