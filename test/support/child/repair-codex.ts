/** Repairs Codex's history database of a home; or is killed in the middle of a transaction, after so many rows. */
import { join } from 'node:path';
import { listHomeRollouts, sourceOfRollout } from '../../../src/jobs/doctor/home-rollouts.js';
import { openRolloutFolds } from '../../../src/jobs/doctor/rollout-folds.js';
import { repairCodex } from '../../../src/jobs/repair-codex/repair-codex.js';
import { PEER_HISTORY_FILE } from '../../../src/store/peer/peer-history-schema.js';
import { PeerHistoryWriter } from '../../../src/store/peer/rewrite-peer-history.js';
import { childTask } from './child-task.js';

export interface RepairTask {
  home: string;
  killAfterRows?: number;
}

await childTask<RepairTask>(async ({ home, killAfterRows }, fs) => {
  if (killAfterRows === undefined) {
    return repairCodex({ home, fs, now: Date.now, processId: process.pid, apply: true });
  }
  let left = killAfterRows;
  const folds = await openRolloutFolds();
  const writer = new PeerHistoryWriter(join(home, PEER_HISTORY_FILE));
  for (const rollout of listHomeRollouts(home).rollouts) {
    const source = sourceOfRollout(rollout);
    const fold = source && (await folds.fold(source));
    if (!fold) continue;
    writer.replace(rollout.rolloutId, {
      checkpoint: fold.checkpoint,
      *rows(table) {
        for (const row of fold.rows(table)) {
          if (left-- === 0) process.kill(process.pid, 'SIGKILL');
          yield row;
        }
      },
    });
  }
  return null;
});
