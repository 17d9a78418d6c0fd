/** Repairs Codex's history database of a home. */
import { repairCodex } from '../../../src/jobs/repair-codex/repair-codex.js';
import { childTask } from './child-task.js';

export interface RepairTask {
  home: string;
}

await childTask<RepairTask>(({ home }, fs) =>
  repairCodex({ home, fs, now: Date.now, processId: process.pid, apply: true }),
);
