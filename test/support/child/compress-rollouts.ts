/** Compresses the cold rollouts of a home. */

import { compressColdRollouts } from '../../../src/jobs/compress-cold-rollouts.js';
import { childTask } from './child-task.js';

export interface CompressTask {
  home: string;
}

await childTask<CompressTask>(({ home }, fs) =>
  compressColdRollouts({ home, fs, now: Date.now, processId: process.pid, force: true }),
);
