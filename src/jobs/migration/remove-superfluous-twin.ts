/**
 * Plain and compressed side by side are what an interrupted compression or expansion leaves. The plain one counts; beside a
 * migrated rollout the other one would be of another text.
 */

import type { FileSystem } from '../../files/file-system.js';
import { removeFile } from '../../files/temp-file.js';
import { compareCompressed } from '../../rollout/compression/compare-compressed.js';
import { OPEN_TO_READ } from '../../rollout/compression/open-to-read.js';
import { RolloutError } from '../../rollout/rollout-error.js';
import { toCompressedPath, toPlainPath } from '../../rollout/rollout-name.js';
import { failure } from './migration-report.js';
import type { Pace } from './pace.js';

/**
 * Removes the compressed file beside the plain rollout at `path`.
 * @throws MigrationStop when it holds anything that the plain one does not begin with
 */
export async function removeSuperfluousTwin(fs: FileSystem, path: string, pace: Pace): Promise<void> {
  const twin = toCompressedPath(path);
  if (path !== toPlainPath(path) || !fs.existsSync(twin)) return;
  if (!(await isBeginning(fs, path, twin, pace))) {
    throw failure(
      'rollout_publish_failed',
      `Beside ${path} lies a compressed file of another content. Compare the two and take one away.`,
    );
  }
  removeFile(fs, twin);
}

async function isBeginning(fs: FileSystem, path: string, twin: string, pace: Pace): Promise<boolean> {
  const plain = fs.openSync(path, OPEN_TO_READ);
  try {
    const compressed = fs.openSync(twin, OPEN_TO_READ);
    try {
      const steps = compareCompressed({ plain: { fd: plain }, compressed: { fd: compressed, path: twin } });
      for (let before = 0; ; ) {
        const step = steps.next();
        if (step.done) return step.value.equal;
        pace.account(step.value - before);
        before = step.value;
        if (pace.isDue) await pace.rest();
      }
    } catch (error) {
      if (error instanceof RolloutError) return false;
      throw error;
    } finally {
      fs.closeSync(compressed);
    }
  } finally {
    fs.closeSync(plain);
  }
}
