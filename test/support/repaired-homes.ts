/** Homes in whose Codex database most rows are missing, to be repaired by many processes that are ended somewhere, and looked at after them. */
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { repairCodex } from '../../src/jobs/repair-codex/repair-codex.js';
import { acquireWriterLock } from '../../src/rollout/index.js';
import { PEER_HISTORY_FILE } from '../../src/store/peer/peer-history-schema.js';
import { type RolloutBuilder, rollout, writeCodexHome } from '../../src/testing/index.js';
import type { RepairTask } from './child/repair-codex.js';
import { allPeerRows, runSql, writePeerHistoryFile } from './peer-history-file.js';
import type { TempFolder } from './temp-folder.js';

type Rows = Record<string, unknown[]>;

export interface RepairedHomes {
  /** Another home that needs the same repair. */
  prepare(): RepairTask;
  /** Each thread has all its rows, or those it had, in a sound database; nothing is changed before there is a backup. Tells how many have. */
  expectWhole(task: RepairTask): number;
  /** The next repair makes all rows right; nothing is held any more. */
  finish(task: RepairTask): Promise<void>;
}

function threadOf(seed: number, turns: number): RolloutBuilder {
  const thread = rollout({ seed }).sessionMeta();
  for (let number = 0; number < turns; number++) {
    thread.turn((turn) => turn.user('ask').command({ command: 'ls', output: 'a' }).agent('say').complete());
  }
  return thread;
}

const rowsOf = (rows: Rows, rolloutId: string): string =>
  JSON.stringify(
    Object.values(rows).flatMap((table) => table.filter((row) => JSON.stringify(row).includes(rolloutId))),
  );

/** The rows of every backup that is whole: a process may have died while it made one. */
function backupsOf(home: string): Rows[] {
  const folder = join(home, 'db-backups');
  return readdirSync(folder).flatMap((name) => {
    try {
      return [allPeerRows(join(folder, name, PEER_HISTORY_FILE))];
    } catch {
      return [];
    }
  });
}

/** @param turns of each thread */
export async function openRepairedHomes(
  folder: TempFolder,
  turns: readonly number[],
): Promise<RepairedHomes> {
  const model = folder.path('model');
  const threads = turns.map((count, seed) => threadOf(seed + 1, count));
  const entries = threads.map((one) => ({ rollout: one }));
  writeCodexHome({ home: model, entries });
  const history = await writePeerHistoryFile(model);
  const sound = allPeerRows(history);
  runSql(history, 'delete from thread_items', 'delete from thread_turns', 'pragma wal_checkpoint(truncate)');
  const broken = allPeerRows(history);
  let homes = 0;

  return {
    prepare() {
      const home = folder.path(`home-${homes++}`);
      mkdirSync(home);
      writeCodexHome({ home, entries });
      copyFileSync(history, join(home, PEER_HISTORY_FILE));
      return { home };
    },
    expectWhole({ home }) {
      const rows = allPeerRows(join(home, PEER_HISTORY_FILE));
      const repaired = threads.filter(({ rolloutId }) => {
        const own = rowsOf(rows, rolloutId);
        const isRepaired = own === rowsOf(sound, rolloutId);
        if (!isRepaired) expect(own).toEqual(rowsOf(broken, rolloutId));
        return isRepaired;
      });
      if (repaired.length > 0) expect(backupsOf(home)).toContainEqual(broken);
      return repaired.length;
    },
    async finish({ home }) {
      const { status, totals } = await repairCodex({
        home,
        now: Date.now,
        processId: process.pid,
        apply: true,
      });
      expect({ status, totals }).toMatchObject({
        status: 'done',
        totals: { held: 0, failed: 0, would_lose: 0 },
      });
      expect(allPeerRows(join(home, PEER_HISTORY_FILE))).toEqual(sound);
      acquireWriterLock({ home, threadId: threads[0]?.threadId ?? '', now: Date.now }).release();
      expect(readdirSync(join(home, 'thread-writer-locks'))).toEqual(['.coordination.lock']);
    },
  };
}
