/** Every damage of Codex's rows is repaired to exactly the rows of the log; nothing else is touched. */
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { examineHome } from '../../../src/jobs/doctor/examine-home.js';
import { type RepairCodexOptions, repairCodex } from '../../../src/jobs/repair-codex/repair-codex.js';
import type { RolloutRepair } from '../../../src/jobs/repair-codex/repair-report.js';
import { acquireWriterLock } from '../../../src/rollout/index.js';
import { type RolloutBuilder, rollout, writeCodexHome } from '../../../src/testing/index.js';
import { faultyFileSystem } from '../../support/faulty-file-system.js';
import { hiddenPeerDamages, peerDamages } from '../../support/peer-damages.js';
import { allPeerRows, runSql, writePeerHistoryFile } from '../../support/peer-history-file.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();

function thread(seed: number): RolloutBuilder {
  const builder = rollout({ seed }).sessionMeta();
  for (let number = 1; number <= 3; number++) {
    builder.turn((turn) =>
      turn
        .user(`question ${number}`)
        .command({ command: 'cat 潮', output: 'a\u2028\n' })
        .agent(`answer ${number}`, { phase: 'final_answer' })
        .complete(),
    );
  }
  return builder;
}

const damaged = thread(1);
const other = thread(2);

interface Lab {
  home: string;
  paths: string[];
  history: string;
  sound: Record<string, unknown[]>;
}

async function layHome(): Promise<Lab> {
  const home = folder.path('home');
  const paths = writeCodexHome({ home, entries: [{ rollout: damaged }, { rollout: other }] });
  const history = await writePeerHistoryFile(home);
  return { home, paths, history, sound: allPeerRows(history) };
}

async function repair(home: string, options: Partial<RepairCodexOptions> = {}) {
  const rollouts: RolloutRepair[] = [];
  const result = await repairCodex({
    ...{ home, now: Date.now, processId: process.pid, apply: true },
    onReport: (report) => void rollouts.push(report),
    ...options,
  });
  return { ...result, rollouts };
}

const filesBelow = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/-(?:wal|shm)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

describe('a repair', () => {
  const damages = { ...peerDamages(damaged), ...hiddenPeerDamages(damaged) };
  for (const [name, { statements }] of Object.entries(damages)) {
    it(`gives the rows of the log again: ${name}`, async () => {
      const { home, history, sound, paths } = await layHome();
      runSql(history, ...statements);
      const broken = allPeerRows(history);
      expect(broken).not.toEqual(sound);

      const planned = await repair(home, { apply: false, deep: true });
      expect(planned).toMatchObject({ status: 'done', backup: null, totals: { repairable: 1, sound: 1 } });
      expect(allPeerRows(history)).toEqual(broken);

      const done = await repair(home, { deep: true });
      expect(done).toMatchObject({ status: 'done', totals: { rollouts: 2, repaired: 1, sound: 1, held: 0 } });
      expect(done.rollouts).toMatchObject([
        { rolloutId: damaged.rolloutId, status: 'repaired', after: { turns: 3, items: 9 }, lost: 0 },
      ]);
      expect(allPeerRows(history)).toEqual(sound);
      expect(readFileSync(paths[0] ?? '')).toEqual(Buffer.from(damaged.bytes()));
      const backup = done.status === 'done' ? (done.backup ?? '') : '';
      expect(backup.startsWith(join(home, 'db-backups'))).toBe(true);
      expect(allPeerRows(backup)).toEqual(broken);
      expect(await examineHome({ home, now: Date.now, deep: true })).toMatchObject({ findings: [] });

      const again = await repair(home, { deep: true });
      expect(again).toMatchObject({ backup: null, totals: { sound: 2, repaired: 0 } });
    });
  }

  it('finds by itself what looks wrong, and compares a named thread in any case', async () => {
    const { home, history, sound } = await layHome();
    const [altered] = Object.values(hiddenPeerDamages(damaged));
    runSql(history, ...(altered?.statements ?? []));
    expect(await repair(home)).toMatchObject({ totals: { sound: 2 } });
    expect(await repair(home, { threadIds: new Set([other.threadId]) })).toMatchObject({
      totals: { sound: 1 },
    });
    expect(allPeerRows(history)).not.toEqual(sound);
    const named = await repair(home, { threadIds: new Set([damaged.threadId]) });
    expect(named.totals).toMatchObject({ rollouts: 1, repaired: 1 });
    expect(allPeerRows(history)).toEqual(sound);
  });

  it('leaves a thread alone that somebody writes, and repairs the others', async () => {
    const { home, history, sound } = await layHome();
    runSql(history, 'delete from thread_items');
    const broken = allPeerRows(history);
    const lock = acquireWriterLock({ home, threadId: damaged.threadId, now: Date.now, program: 'codex' });
    const planned = await repair(home, { apply: false });
    expect(planned.totals).toMatchObject({ held: 1, repairable: 1 });
    const first = await repair(home);
    expect(first.totals).toMatchObject({ held: 1, repaired: 1 });
    expect(first.rollouts.find(({ status }) => status === 'held')?.message).toContain(
      `process ${process.pid}`,
    );
    const rowsOf = (rows: Record<string, unknown[]>) =>
      rows.thread_items?.filter((row) => JSON.stringify(row).includes(damaged.rolloutId));
    expect(rowsOf(allPeerRows(history))).toEqual(rowsOf(broken));
    lock.release();
    expect((await repair(home)).totals).toMatchObject({ repaired: 1, held: 0 });
    expect(allPeerRows(history)).toEqual(sound);
  });

  it('does not give up rows that the file does not hold any more, unless told to', async () => {
    const { home, history, sound, paths } = await layHome();
    const lines = damaged.lines();
    const kept = lines.slice(0, Math.floor(lines.length / 2));
    truncateSync(paths[0] ?? '', Buffer.byteLength(kept.join('\n')) + 1);
    const first = await repair(home);
    expect(first.rollouts).toMatchObject([{ status: 'would_lose', kinds: ['checkpoint-beyond-file'] }]);
    expect(first.rollouts[0]?.lost).toBeGreaterThan(3);
    expect(allPeerRows(history)).toEqual(sound);
    expect(first).toMatchObject({ backup: null });
    const accepted = await repair(home, { acceptLoss: true });
    expect(accepted.totals).toMatchObject({ repaired: 1 });
    expect(allPeerRows(history).thread_items?.length).toBeLessThan(18);
    expect(allPeerRows((accepted.status === 'done' && accepted.backup) || '')).toEqual(sound);
  });

  it('changes nothing when the backup fails', async () => {
    const { home, history } = await layHome();
    runSql(history, 'delete from thread_items');
    const broken = allPeerRows(history);
    const fs = faultyFileSystem();
    await repair(home, { fs, apply: true, threadIds: new Set([other.threadId]) });
    const at = fs.calls.findIndex(({ name, path }) => name === 'mkdirSync' && path?.includes('db-backups'));
    const again = folder.path('again');
    writeCodexHome({ home: again, entries: [{ rollout: damaged }, { rollout: other }] });
    const copy = await writePeerHistoryFile(again);
    runSql(copy, 'delete from thread_items');
    const full = faultyFileSystem({ kind: 'error', code: 'ENOSPC', at });
    await expect(repair(again, { fs: full, threadIds: new Set([other.threadId]) })).rejects.toThrow('ENOSPC');
    expect(allPeerRows(copy)).toEqual(broken);
    expect(existsSync(join(again, 'thread-writer-locks', `${other.threadId}.lock`))).toBe(false);
  });

  it('waits for nobody who keeps the database locked for long', async () => {
    const { home, history } = await layHome();
    runSql(history, `delete from thread_items where thread_id = '${damaged.rolloutId}'`);
    const holder = new Database(history);
    holder.exec('begin immediate');
    const result = await repair(home);
    expect(result.rollouts).toMatchObject([{ status: 'failed' }]);
    expect(result.rollouts[0]?.message).toContain('is being written by another process');
    holder.exec('rollback');
    holder.close();
    expect((await repair(home)).totals).toMatchObject({ repaired: 1 });
  });
});

describe('a database that is not to be repaired', () => {
  it('is left as it is when it is of another version', async () => {
    const { home, history } = await layHome();
    runSql(history, 'insert into _sqlx_migrations values (9, 1)', 'delete from thread_items');
    expect(await repair(home)).toMatchObject({ status: 'unknown_schema', age: 'newer' });
    runSql(history, 'delete from _sqlx_migrations where version > 7');
    expect(await repair(home)).toMatchObject({ status: 'unknown_schema', age: 'older' });
    expect(allPeerRows(history).thread_items).toEqual([]);
    expect(existsSync(join(home, 'db-backups'))).toBe(false);
  });

  it('is not made where there is none', async () => {
    const home = folder.path('home');
    writeCodexHome({ home, entries: [{ rollout: damaged }] });
    const before = filesBelow(home);
    expect(await repair(home)).toMatchObject({ status: 'no_database' });
    expect(filesBelow(home)).toEqual(before);
  });

  it('is set aside with its log when it cannot be read', async () => {
    const { home, history } = await layHome();
    writeFileSync(history, 'no database'.repeat(1_000));
    writeFileSync(`${history}-wal`, 'log');
    expect(await repair(home, { apply: false })).toMatchObject({ status: 'corrupt' });
    expect(existsSync(history)).toBe(true);
    const result = await repair(home);
    if (result.status !== 'set_aside') throw new Error(result.status);
    expect(existsSync(history)).toBe(false);
    expect(existsSync(`${history}-wal`)).toBe(false);
    expect(dirname(result.movedTo)).toBe(join(home, 'db-backups'));
    expect(readFileSync(join(result.movedTo, 'thread_history_1.sqlite'), 'utf8')).toContain('no database');
    expect(readFileSync(join(result.movedTo, 'thread_history_1.sqlite-wal'), 'utf8')).toBe('log');
    expect(await repair(home)).toMatchObject({ status: 'no_database' });
  });

  it.skipIf(process.platform !== 'linux')('is not moved from under a process that has it open', async () => {
    const { home, history } = await layHome();
    writeFileSync(history, 'no database'.repeat(1_000));
    const result = await repair(home, { processId: -1, fs: faultyFileSystem() });
    expect(result.status).toBe('set_aside');
    writeFileSync(history, 'no database'.repeat(1_000));
    const { openSync, closeSync } = await import('node:fs');
    const fd = openSync(history, 'r');
    // To this process it is as if another had the file open.
    expect(await repair(home, { processId: -1 })).toMatchObject({
      status: 'in_use',
      processes: [process.pid],
    });
    closeSync(fd);
    expect(existsSync(history)).toBe(true);
  });
});
