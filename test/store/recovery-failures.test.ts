import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createHistoryService } from '../../src/api/history-service.js';
import { projectThreads } from '../../src/projector/project-threads.js';
import { keepLogSmall } from '../../src/store/keep-log-small.js';
import { type HistoryDatabase, openHistoryDatabase } from '../../src/store/open-history-database.js';
import { backupDatabase } from '../../src/store/recovery/backup-database.js';
import { retryBusy } from '../../src/store/recovery/retry-busy.js';
import { StoreError } from '../../src/store/store-error.js';
import { writeCodexHome } from '../../src/testing/index.js';
import type { DatabaseTally, DatabaseTask } from '../support/child/use-database.js';
import { plainThread } from '../support/cli-home.js';
import { useChild } from '../support/run-child.js';
import { runCli } from '../support/run-cli.js';
import { canMount, mountSmallDisk } from '../support/small-disk.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const run = useChild<DatabaseTask, DatabaseTally>('use-database');
const thread = plainThread({ turns: 2_000 });

function writeHome(): string {
  const home = folder.path('home');
  writeCodexHome({ home, entries: [{ rollout: thread }] });
  return home;
}

const serviceOver = (database: HistoryDatabase, home: string) =>
  createHistoryService({ database, homes: [home], now: Date.now });

async function failureOf(work: () => unknown): Promise<StoreError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  throw new Error('nothing failed');
}

describe('a database that another process writes', () => {
  it('is waited for within bounds, and the error says who has it', { timeout: 60_000 }, async () => {
    const path = folder.path('history.sqlite');
    const [readyFile, stopFile] = [folder.path('ready'), folder.path('stop')];
    const holding = run({ mode: 'hold', path, home: '', threadIds: [], readyFile, stopFile });
    while (!existsSync(readyFile)) await sleep(5);

    const database = await openHistoryDatabase({ path, busyTimeoutMs: 50 });
    const started = performance.now();
    const error = await failureOf(() => database.transaction(() => expect.unreachable()));
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(error).toMatchObject({ code: 'busy', path });
    expect(error.message).toContain('Nothing was changed');
    if (existsSync('/proc/locks')) expect(error.message).toMatch(/held by process \d+ \(\w+/);
    // Reading goes on.
    expect(database.snapshot((c) => c.prepare('select count(*) from threads').pluck().get())).toBe(0);

    // Let go while somebody waits for it.
    setTimeout(() => writeFileSync(stopFile, ''), 10);
    await holding;
    expect(database.transaction(() => 'done')).toBe('done');
    database.close();
  });

  it('makes a command end with status 7', { timeout: 60_000 }, async () => {
    const home = writeHome();
    const path = folder.path('history.sqlite');
    (await openHistoryDatabase({ path })).close();
    const other = new Database(path);
    other.exec('begin immediate');
    const database = await openHistoryDatabase({ path, busyTimeoutMs: 10 });
    const { projector } = serviceOver(database, home);
    const error = await failureOf(async () => {
      for await (const _ of projectThreads({ database, projector })) expect.unreachable();
    });
    expect(error.code).toBe('busy');
    other.close();
    database.close();
  });

  it('is tried again at another beat each time, and never once work has begun', () => {
    const busy = Object.assign(new Database.SqliteError('database is locked', 'SQLITE_BUSY'), {});
    const pauses: number[] = [];
    const beats = [0, 0.5, 1];
    let attempts = 0;
    const options = {
      attempts: 4,
      sleep: (ms: number) => pauses.push(ms),
      random: () => beats[pauses.length] ?? 0,
    };
    const locked = () => {
      attempts++;
      throw busy;
    };
    expect(() => retryBusy(locked, options)).toThrow('database is locked');
    expect(attempts).toBe(4);
    expect(pauses).toEqual([20, 110, 200]);
    attempts = 0;
    const begun = (started: () => void) => {
      started();
      return locked();
    };
    expect(() => retryBusy(begun, options)).toThrow('database is locked');
    expect(attempts).toBe(1);
    attempts = 0;
    expect(retryBusy(() => (attempts++ < 2 ? locked() : 'done'), options)).toBe('done');
  });
});

describe.skipIf(!canMount)('a disk that is full (needs to mount one)', () => {
  it('ends a projection with a clear error; what was committed stays, and it goes on when there is room', async () => {
    const home = writeHome();
    const disk = mountSmallDisk(16 * 1024 * 1024);
    const path = disk.path('history.sqlite');
    const database = await openHistoryDatabase({ path });
    const service = serviceOver(database, home);
    disk.fill(1_500_000);
    const error = await failureOf(() => service.listItems(thread.threadId));
    expect(error).toMatchObject({ code: 'disk_full', path });
    expect(error.message).toContain('nothing is half done');
    const check = new Database(path, { readonly: true });
    expect(check.pragma('integrity_check', { simple: true })).toBe('ok');
    check.close();

    disk.empty();
    expect((await service.listItems(thread.threadId, { limit: 1 })).data).toHaveLength(1);
    expect(database.reader.prepare('select count(*) from thread_items').pluck().get()).toBe(4_000);
    database.close();
  });

  it('leaves nothing of a backup, and moves no damaged database aside', async () => {
    const home = writeHome();
    const disk = mountSmallDisk(16 * 1024 * 1024);
    const path = disk.path('history.sqlite');
    const database = await openHistoryDatabase({ path });
    await serviceOver(database, home).listItems(thread.threadId);
    database.close();
    disk.fill(200_000);
    const error = await failureOf(() => backupDatabase({ path, to: disk.path('copy.sqlite') }));
    expect(error.code).toBe('disk_full');
    expect(readdirSync(disk.path()).filter((name) => name.includes('copy'))).toEqual([]);

    disk.empty();
    writeFileSync(path, 'rubbish '.repeat(1_000));
    disk.fill(20_000);
    const refused = await failureOf(() => openHistoryDatabase({ path, onDamage: 'recover' }));
    expect(refused.code).toBe('disk_full');
    expect(readFileSync(path, 'utf8')).toBe('rubbish '.repeat(1_000));
    const names = readdirSync(disk.path()).filter((name) => !/-(wal|shm)$/.test(name));
    expect(names.sort()).toEqual(['ballast', 'history.sqlite', 'history.sqlite.lock']);
    disk.empty();
    (await openHistoryDatabase({ path, onDamage: 'recover' })).close();
  });
});

describe.skipIf(!canMount)('a read-only disk (needs to mount one)', () => {
  it('is read: answers are of the rows there are, and whoever asks is told', async () => {
    const home = writeHome();
    const disk = mountSmallDisk(32 * 1024 * 1024);
    const path = disk.path('history.sqlite');
    const place = ['--codex-home', home, '--db', path];
    const expected = await runCli(['show', thread.threadId, '--json', ...place]);
    const other = plainThread({ seed: 7 });
    disk.makeReadOnly();
    writeCodexHome({ home, entries: [{ rollout: other }] });

    const { code, stdout, stderr } = await runCli(['show', thread.threadId, '--json', ...place]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expected.stdout });
    expect(stderr).toContain('may only be read');
    expect(JSON.parse((await runCli(['threads', '--json', ...place])).stdout).data).toHaveLength(1);
    expect((await runCli(['show', other.threadId, ...place])).code).toBe(3);

    const database = await openHistoryDatabase({ path });
    expect(database.readOnly).toBe('copy');
    expect(await failureOf(() => database.transaction(() => expect.unreachable()))).toMatchObject({
      code: 'read_only',
    });
    database.close();
    const refused = await runCli(['project', ...place]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('Grant write access');
    const copy = folder.path('copy.sqlite');
    await runCli(['backup', copy, ...place]);
    expect(statSync(copy).size).toBeGreaterThan(1_000_000);
  });

  it('is read with the log of a process that died', async () => {
    const home = writeHome();
    const disk = mountSmallDisk(32 * 1024 * 1024);
    const source = await openHistoryDatabase({ path: folder.path('source.sqlite') });
    await serviceOver(source, home).listItems(thread.threadId);
    for (const suffix of ['', '-wal']) {
      writeFileSync(disk.path(`history.sqlite${suffix}`), readFileSync(`${source.path}${suffix}`));
    }
    source.close();
    disk.makeReadOnly();
    const database = await openHistoryDatabase({ path: disk.path('history.sqlite') });
    expect((await serviceOver(database, home).listItems(thread.threadId)).data.length).toBeGreaterThan(0);
    expect(database.reader.prepare('select count(*) from thread_items').pluck().get()).toBe(4_000);
    database.close();
  });

  it('takes no new database', async () => {
    const disk = mountSmallDisk(1024 * 1024);
    disk.makeReadOnly();
    expect(await failureOf(() => openHistoryDatabase({ path: disk.path('history.sqlite') }))).toMatchObject({
      code: 'cannot_open',
    });
    expect(
      await failureOf(() => openHistoryDatabase({ path: disk.path('new', 'history.sqlite') })),
    ).toMatchObject({
      code: 'cannot_open',
    });
  });
});

describe.skipIf(process.getuid?.() === 0)('a folder without write access (not as root)', () => {
  it('is read', async () => {
    const home = writeHome();
    const path = folder.path('data', 'history.sqlite');
    mkdirSync(dirname(path));
    const database = await openHistoryDatabase({ path });
    await serviceOver(database, home).listItems(thread.threadId);
    database.close();
    chmodSync(path, 0o400);
    chmodSync(dirname(path), 0o500);
    const reading = await openHistoryDatabase({ path });
    expect((await serviceOver(reading, home).listItems(thread.threadId)).data.length).toBeGreaterThan(0);
    reading.close();
    chmodSync(dirname(path), 0o700);
  });
});

describe('the log of a long-running process', () => {
  it('is emptied when it rests, also while others have the database open', async () => {
    const path = folder.path('history.sqlite');
    const database = await openHistoryDatabase({ path });
    const other = await openHistoryDatabase({ path });
    const errors: unknown[] = [];
    const stop = keepLogSmall({ database, everyMs: 10, onError: (error) => errors.push(error) });
    const insert = database.writer.prepare("insert into thread_spawn_edges values (?, ?, 'open')");
    database.transaction(() => {
      for (let at = 0; at < 20_000; at++) insert.run(`parent ${at}`, `child ${at}`);
    });
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(1_000_000);
    for (let waited = 0; waited < 5_000 && statSync(`${path}-wal`).size > 0; waited += 10) await sleep(10);
    expect(statSync(`${path}-wal`).size).toBe(0);
    expect(errors).toEqual([]);
    stop();
    other.close();
    database.close();
  });

  it('is not left large for others by a process that ends', async () => {
    const path = folder.path('history.sqlite');
    const other = await openHistoryDatabase({ path });
    const database = await openHistoryDatabase({ path });
    const insert = database.writer.prepare("insert into thread_spawn_edges values (?, ?, 'open')");
    database.transaction(() => {
      for (let at = 0; at < 60_000; at++) insert.run(`parent ${at}`, `child ${at}`);
    });
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(4 * 1024 * 1024);
    database.close();
    expect(statSync(`${path}-wal`).size).toBe(0);
    other.close();
  });
});
