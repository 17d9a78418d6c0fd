/** A repair that is killed anywhere leaves each thread repaired or as it was, and the next one finishes the work. */
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repairCodex } from '../../../src/jobs/repair-codex/repair-codex.js';
import type { CodexRepair } from '../../../src/jobs/repair-codex/repair-report.js';
import { acquireWriterLock } from '../../../src/rollout/index.js';
import { type RolloutBuilder, rollout, writeCodexHome } from '../../../src/testing/index.js';
import type { RepairTask } from '../../support/child/repair-codex.js';
import { killAtEveryCall } from '../../support/kill-at-every-call.js';
import { allPeerRows, runSql, writePeerHistoryFile } from '../../support/peer-history-file.js';
import { useChild } from '../../support/run-child.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
const runChild = useChild<RepairTask, CodexRepair>('repair-codex');

const threads: RolloutBuilder[] = [1, 2].map((seed) =>
  rollout({ seed })
    .sessionMeta()
    .turn((turn) => turn.user('ask').command({ command: 'ls', output: 'a' }).agent('say').complete())
    .turn((turn) => turn.user('ask').agent('say').complete()),
);

type Rows = Record<string, unknown[]>;

const rowsOf = (rows: Rows, rolloutId: string): unknown[] =>
  Object.values(rows).flatMap((table) => table.filter((row) => JSON.stringify(row).includes(rolloutId)));

async function prepareHomes() {
  const model = folder.path('model');
  const entries = threads.map((one) => ({ rollout: one }));
  writeCodexHome({ home: model, entries });
  const history = await writePeerHistoryFile(model);
  const sound = allPeerRows(history);
  runSql(history, 'delete from thread_items', 'delete from thread_turns', 'pragma wal_checkpoint(truncate)');
  const broken = allPeerRows(history);
  let number = 0;
  const prepare = (): RepairTask => {
    const home = folder.path(`home-${number++}`);
    mkdirSync(home);
    writeCodexHome({ home, entries });
    copyFileSync(history, join(home, 'thread_history_1.sqlite'));
    return { home };
  };
  return { sound, broken, prepare };
}

async function finish(home: string, sound: Rows): Promise<void> {
  const { status, totals } = await repairCodex({ home, now: Date.now, processId: process.pid, apply: true });
  expect({ status, totals }).toMatchObject({ status: 'done', totals: { held: 0, failed: 0, would_lose: 0 } });
  expect(allPeerRows(join(home, 'thread_history_1.sqlite'))).toEqual(sound);
}

describe('a killed repair', () => {
  it('leaves every thread whole at any call', { timeout: 240_000 }, async () => {
    const { sound, broken, prepare } = await prepareHomes();
    const seen = new Set<number>();
    const kills = await killAtEveryCall<RepairTask, CodexRepair>({
      run: runChild,
      prepare,
      changesOnly: true,
      async check({ home }, killed) {
        const rows = allPeerRows(join(home, 'thread_history_1.sqlite'));
        const whole = threads.map(({ rolloutId }) => {
          const own = JSON.stringify(rowsOf(rows, rolloutId));
          const repaired = own === JSON.stringify(rowsOf(sound, rolloutId));
          expect(repaired || own === JSON.stringify(rowsOf(broken, rolloutId))).toBe(true);
          return repaired;
        });
        seen.add(whole.filter(Boolean).length);
        // Nothing is changed before there is a backup.
        if (whole.includes(true)) {
          const [backup = ''] = readdirSync(join(home, 'db-backups'));
          expect(allPeerRows(join(home, 'db-backups', backup, 'thread_history_1.sqlite'))).toEqual(broken);
        }
        await finish(home, sound);
        acquireWriterLock({ home, threadId: threads[0]?.threadId ?? '', now: Date.now }).release();
        if (killed === null) expect(whole).toEqual([true, true]);
        expect(readdirSync(join(home, 'thread-writer-locks'))).toEqual(['.coordination.lock']);
      },
    });
    expect(kills).toBeGreaterThan(20);
    expect([...seen].sort()).toEqual([0, 1, 2]);
  });

  it('leaves every thread whole in the middle of a transaction', { timeout: 120_000 }, async () => {
    const { sound, broken, prepare } = await prepareHomes();
    for (const killAfterRows of [0, 1, 2, 5, 7, 8, 12]) {
      const task = { ...prepare(), killAfterRows };
      const { signal } = await runChild(task);
      expect({ killAfterRows, signal }).toEqual({ killAfterRows, signal: 'SIGKILL' });
      const history = join(task.home, 'thread_history_1.sqlite');
      expect(existsSync(dirname(history))).toBe(true);
      const rows = allPeerRows(history);
      for (const { rolloutId } of threads) {
        expect([rowsOf(sound, rolloutId), rowsOf(broken, rolloutId)]).toContainEqual(rowsOf(rows, rolloutId));
      }
      await finish(task.home, sound);
    }
  });
});
