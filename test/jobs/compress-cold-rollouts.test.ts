import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type CompressColdRolloutsOptions,
  compressColdRollouts,
} from '../../src/jobs/compress-cold-rollouts.js';
import type { CompressionRun, RolloutReport } from '../../src/jobs/compression-report.js';
import type { RolloutCompressors } from '../../src/jobs/rollout-compressors.js';
import type { Metrics } from '../../src/metrics/index.js';
import { acquireMaintenanceLock, acquireWriterLock } from '../../src/rollout/index.js';
import { createTestClock } from '../../src/testing/index.js';
import {
  type ColdRollout,
  layColdRollout,
  leftovers,
  plainText,
  representations,
  setAge,
} from '../support/cold-rollouts.js';
import { faultyFileSystem } from '../support/faulty-file-system.js';
import { useTempFolder } from '../support/temp-folder.js';
import { writeZstd } from '../support/zstd-writer.js';

const folder = useTempFolder();
const home = (): string => folder.path('home');
const marker = (): string => folder.path('home/.tmp/rollout-compression.lock');
const HOUR_MS = 3_600_000;

function lay(seed: number, more: Partial<Parameters<typeof layColdRollout>[0]> = {}): ColdRollout {
  return layColdRollout({ home: home(), seed, ...more });
}

interface Result {
  run: CompressionRun;
  reports: RolloutReport[];
}

async function compress(options: Partial<CompressColdRolloutsOptions> = {}): Promise<Result> {
  const reports: RolloutReport[] = [];
  const run = await compressColdRollouts({
    home: home(),
    now: Date.now,
    processId: 4_711,
    onReport: (report) => void reports.push(report),
    ...options,
  });
  return { run, reports };
}

const status = async (options?: Partial<CompressColdRolloutsOptions>): Promise<string> =>
  (await compress(options)).run.status;

describe('compressColdRollouts', () => {
  it('compresses what is cold, archived rollouts first, each time the oldest first', async () => {
    const rollouts = [
      lay(1, { clock: createTestClock('2026-03-04T09:00:00.000Z') }),
      lay(2, { clock: createTestClock('2026-03-03T09:00:00.000Z') }),
      lay(3, { archived: true, clock: createTestClock('2026-03-06T09:00:00.000Z') }),
      lay(4, { archived: true, clock: createTestClock('2026-03-05T09:00:00.000Z') }),
    ];
    const fresh = lay(5, { days: 3 });
    const { run, reports } = await compress();
    const [active, older, archived, olderArchived] = rollouts.map(({ path }) => path);
    expect(reports.filter(({ status }) => status === 'compressed').map(({ path }) => path)).toEqual([
      olderArchived,
      archived,
      older,
      active,
    ]);
    for (const { path, bytes } of rollouts) {
      expect(representations(path)).toEqual(['compressed']);
      expect(plainText(path).equals(bytes)).toBe(true);
    }
    expect(representations(fresh.path)).toEqual(['plain']);
    expect(run).toMatchObject({
      home: home(),
      status: 'done',
      totals: {
        rollouts: 5,
        compressed: 4,
        failed: 0,
        skipped: 1,
        skippedBy: { not_cold: 1 },
        plainBytes: rollouts.reduce((sum, { bytes }) => sum + bytes.length, 0),
        compressedBytes: rollouts.reduce((sum, { path }) => sum + statSync(`${path}.zst`).size, 0),
      },
    });
    const again = await compress({ force: true });
    expect(again.run.totals).toMatchObject({
      compressed: 0,
      skippedBy: { already_compressed: 4, not_cold: 1 },
    });
    expect(leftovers(home())).toEqual([]);
  });

  it('only says in a dry run what it would do, whoever holds lock or marker', async () => {
    const cold = lay(1);
    lay(2, { days: 1 });
    const lock = acquireMaintenanceLock({ home: home() });
    const { run, reports } = await compress({ dryRun: true });
    lock?.release();
    expect(run).toMatchObject({ status: 'done', totals: { compressible: 1, plainBytes: cold.bytes.length } });
    expect(reports).toEqual([
      expect.objectContaining({ status: 'skipped', reason: 'not_cold' }),
      { path: cold.path, threadId: cold.threadId, status: 'compressible', plainBytes: cold.bytes.length },
    ]);
    expect(representations(cold.path)).toEqual(['plain']);
    expect(existsSync(marker())).toBe(false);
  });

  it('takes what is older than it is told', async () => {
    const cold = lay(1, { days: 3 });
    await compress({ olderThanMs: 2 * 24 * HOUR_MS });
    expect(representations(cold.path)).toEqual(['compressed']);
  });

  it('finds nothing to do in an empty home', async () => {
    mkdirSync(home());
    expect(await status()).toBe('done');
  });

  it('tells why rollouts were left alone', async () => {
    const sound = lay(1);
    const locked = lay(2);
    const empty = lay(3);
    writeFileSync(empty.path, '');
    setAge(empty.path, 20);
    const link = lay(4);
    rmSync(link.path);
    symlinkSync(sound.path, link.path);
    const lock = acquireWriterLock({ home: home(), threadId: locked.threadId, now: Date.now });
    const { run, reports } = await compress();
    lock.release();
    expect(run.totals).toMatchObject({
      compressed: 1,
      skipped: 3,
      skippedBy: { busy: 1, empty: 1, link: 1 },
    });
    expect(reports.find(({ path }) => path === locked.path)).toMatchObject({ reason: 'busy' });
    expect(representations(locked.path)).toEqual(['plain']);
  });

  it('reports a disk that is full, leaves no half file and compresses the others', async () => {
    const rollouts = [lay(1), lay(2), lay(3)];
    const sound = faultyFileSystem();
    await compress({ fs: sound });
    const at = sound.calls.findIndex(({ name, path }) => name === 'writeSync' && path?.includes('compress.'));
    expect(at).toBeGreaterThan(0);
    rmSync(home(), { recursive: true });
    for (const seed of [1, 2, 3]) lay(seed);
    const { run, reports } = await compress({
      fs: faultyFileSystem({ kind: 'error', code: 'ENOSPC', at, partial: 3 }),
    });
    expect(run).toMatchObject({ status: 'done', totals: { compressed: 2, failed: 1 } });
    expect(reports.find(({ status }) => status === 'failed')).toMatchObject({ code: 'disk_full' });
    for (const { path, bytes } of rollouts) expect(plainText(path).equals(bytes)).toBe(true);
    expect(leftovers(home())).toEqual([]);
  });
});

describe('one run at a time', () => {
  it('is busy while another program has the maintenance lock', async () => {
    const cold = lay(1);
    const lock = acquireMaintenanceLock({ home: home() });
    expect(await status()).toBe('busy');
    expect(representations(cold.path)).toEqual(['plain']);
    expect(existsSync(marker())).toBe(false);
    lock?.release();
    expect(await status()).toBe('done');
  });

  it('leaves a marker as Codex does, and does nothing for six hours', async () => {
    lay(1);
    expect(await status()).toBe('done');
    expect(readFileSync(marker(), 'utf8')).toMatch(
      /^pid=4711 started_at=SystemTime \{ tv_sec: \d{10}, tv_nsec: \d+ \}\n$/,
    );
    const later = lay(2);
    const { run } = await compress();
    expect(run.status).toBe('throttled');
    const until = run.status === 'throttled' ? run.until : 0;
    expect(Math.abs(until - (statSync(marker()).mtimeMs + 6 * HOUR_MS))).toBeLessThan(2);
    expect(representations(later.path)).toEqual(['plain']);
  });

  it.each([
    ['of 5 h 59 min', 6 * HOUR_MS - 60_000, 'throttled'],
    ['of 6 h 1 min', 6 * HOUR_MS + 60_000, 'done'],
    ['from the future', -40 * 24 * HOUR_MS, 'throttled'],
  ])('meets a marker %s', async (_what, age, expected) => {
    lay(1);
    folder.write(
      'home/.tmp/rollout-compression.lock',
      'pid=1 started_at=SystemTime { tv_sec: 1, tv_nsec: 1 }\n',
    );
    const seconds = (Date.now() - age) / 1000;
    utimesSync(marker(), seconds, seconds);
    expect(await status()).toBe(expected);
    expect(readFileSync(marker(), 'utf8').startsWith('pid=4711')).toBe(expected === 'done');
  });

  it('minds no marker when forced, and leaves its own', async () => {
    lay(1);
    folder.write('home/.tmp/rollout-compression.lock', '');
    expect(await status({ force: true })).toBe('done');
    expect(readFileSync(marker(), 'utf8')).toContain('pid=4711');
  });

  it('has no marker to do with a single thread', async () => {
    const cold = lay(1);
    const other = lay(2);
    expect((await compress({ threadId: cold.threadId })).run.totals).toMatchObject({
      rollouts: 1,
      compressed: 1,
    });
    expect(existsSync(marker())).toBe(false);
    expect(representations(other.path)).toEqual(['plain']);
    folder.write('home/.tmp/rollout-compression.lock', '');
    expect(await status({ threadId: other.threadId })).toBe('done');
    expect(representations(other.path)).toEqual(['compressed']);
  });

  it('takes the marker away when it does not come to its end', async () => {
    lay(1);
    const broken = compress({
      startCompressors: () => Promise.reject(new Error('no compressors')),
    });
    await expect(broken).rejects.toThrow('no compressors');
    expect(existsSync(marker())).toBe(false);
    expect(await status()).toBe('done');
  });
});

/** Compressors that end a task when the test says so. */
function fakeCompressors(size: number) {
  const running: { path: string; end: () => void }[] = [];
  let most = 0;
  let stopped = false;
  let closed = false;
  const compressors: RolloutCompressors = {
    size,
    compress: ({ path }) =>
      new Promise((resolve) => {
        running.push({
          path,
          end: () =>
            resolve(
              stopped ? { status: 'skipped', reason: 'stopped' } : { status: 'skipped', reason: 'busy' },
            ),
        });
        most = Math.max(most, running.length);
      }),
    stop() {
      stopped = true;
    },
    async close() {
      closed = true;
    },
  };
  return { compressors, running, most: () => most, isClosed: () => closed };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('rollouts at the same time', () => {
  it('are never more than there are compressors', async () => {
    for (const seed of [1, 2, 3, 4, 5]) lay(seed);
    const fake = fakeCompressors(2);
    const ended = compress({ startCompressors: async () => fake.compressors });
    for (let left = 5; left > 0; left--) {
      await settle();
      expect(fake.running.length).toBe(Math.min(2, left));
      fake.running.pop()?.end();
    }
    expect((await ended).run.totals.skippedBy).toEqual({ busy: 5 });
    expect(fake.most()).toBe(2);
  });

  it('are all waited for when something goes wrong with one', async () => {
    for (const seed of [1, 2, 3]) lay(seed);
    const fake = fakeCompressors(2);
    let ended = false;
    const failing = compress({
      startCompressors: async () => fake.compressors,
      onReport: () => Promise.reject(new Error('nobody listens')),
    }).finally(() => {
      ended = true;
    });
    failing.catch(() => {});
    await settle();
    fake.running.shift()?.end();
    await settle();
    expect({ ended, closed: fake.isClosed(), running: fake.running.length }).toEqual({
      ended: false,
      closed: false,
      running: 1,
    });
    // The lock is kept as long.
    expect(acquireMaintenanceLock({ home: home() })).toBeNull();
    fake.running.shift()?.end();
    await expect(failing).rejects.toThrow('nobody listens');
    expect(fake.isClosed()).toBe(true);
    acquireMaintenanceLock({ home: home() })?.release();
  });

  it('leave off when the caller does not want them any more', async () => {
    for (const seed of [1, 2, 3]) lay(seed);
    const fake = fakeCompressors(2);
    const controller = new AbortController();
    const ended = compress({ startCompressors: async () => fake.compressors, signal: controller.signal });
    await settle();
    controller.abort();
    for (const { end } of fake.running) end();
    const { run } = await ended;
    expect(run).toMatchObject({ status: 'stopped', totals: { rollouts: 2, skippedBy: { stopped: 2 } } });
    expect(existsSync(marker())).toBe(false);
  });

  it('stay plain when they are stopped half-way', async () => {
    const cold = lay(1, { turns: 5_000 });
    const controller = new AbortController();
    const { run } = await compress({ signal: controller.signal, onProgress: () => controller.abort() });
    expect(run).toMatchObject({ status: 'stopped', totals: { skippedBy: { stopped: 1 } } });
    expect(representations(cold.path)).toEqual(['plain']);
    expect(leftovers(home())).toEqual([]);
  });

  it('do not disturb each other in one process', async () => {
    const homes = [1, 2, 3].map((number) => folder.path(`home-${number}`));
    const rollouts = homes.flatMap((each, index) => [
      layColdRollout({ home: each, seed: index, turns: 800 }),
      layColdRollout({ home: each, seed: index + 10, turns: 500 }),
    ]);
    const runs = await Promise.all(homes.map((each) => compress({ home: each })));
    for (const { run } of runs) expect(run.totals).toMatchObject({ compressed: 2, failed: 0 });
    for (const { path, bytes } of rollouts) expect(plainText(path).equals(bytes)).toBe(true);
  });

  it('tell how far they have come', async () => {
    const rollouts = [lay(1, { turns: 500 }), lay(2, { turns: 900 })];
    const bytes = rollouts.reduce((sum, rollout) => sum + rollout.bytes.length, 0);
    const seen: number[] = [];
    let last: unknown;
    await compress({
      onProgress(progress) {
        seen.push(progress.bytesDone);
        last = progress;
      },
    });
    expect(seen).toEqual([...seen].sort((left, right) => left - right));
    expect(last).toEqual({ rolloutsDone: 2, rollouts: 2, bytesDone: bytes, bytes });
  });
});

describe('what killed processes left', () => {
  const HIDDEN = '9c1d2c6e-8f4e-4f1e-9d1b-0123456789ab.tmp';

  it('goes: our files when nobody has them locked, those of Codex after six hours', async () => {
    const { path } = lay(1, { days: 1 });
    const beside = dirname(path);
    const mine = join(beside, `.${basename(path)}.zst.compress.${HIDDEN}`);
    const expanding = join(beside, `.${basename(path)}.materialise.${HIDDEN}`);
    const codex = join(beside, 'rollout-compress-a1B2c3.tmp');
    const codexNow = join(beside, 'rollout-compress-d4E5f6.tmp');
    const others = [join(beside, 'notes.tmp'), join(beside, '.hidden.tmp'), join(home(), 'x.tmp')];
    for (const file of [mine, expanding, codex, codexNow, ...others]) writeFileSync(file, 'x');
    for (const file of [codex, ...others]) setAge(file, 0.3);
    const { run } = await compress();
    expect(run.totals.leftoversRemoved).toBe(3);
    expect([mine, expanding, codex].filter((file) => existsSync(file))).toEqual([]);
    expect([codexNow, ...others].filter((file) => !existsSync(file))).toEqual([]);
  });

  it('goes where no rollout is left, too', async () => {
    folder.write(`home/sessions/2026/01/02/.rollout-2026-01-02T03-04-05-x.jsonl.zst.compress.${HIDDEN}`, '');
    folder.write(`home/archived_sessions/.rollout-2026-01-02T03-04-05-x.jsonl.zst.compress.${HIDDEN}`, '');
    expect((await compress()).run.totals.leftoversRemoved).toBe(2);
  });

  it('is finished where only the plain file was still to be removed', async () => {
    const cold = lay(1);
    writeFileSync(`${cold.path}.zst`, writeZstd(cold.bytes, { checksum: true }));
    const { run, reports } = await compress();
    expect(run.totals).toMatchObject({ finished: 1, compressed: 0, plainBytes: cold.bytes.length });
    expect(reports).toMatchObject([{ status: 'finished', path: cold.path, threadId: cold.threadId }]);
    expect(representations(cold.path)).toEqual(['compressed']);
  });
});

describe('metrics', () => {
  it('count runs, rollouts by what became of them, and bytes', async () => {
    const cold = lay(1);
    lay(2, { days: 1 });
    const figures: [string, Record<string, string>, number][] = [];
    const metrics: Metrics = {
      count: (name, labels, by = 1) => void figures.push([name, labels, by]),
      observe: (name, labels, value) => void figures.push([name, labels, value]),
    };
    await compress({ metrics });
    const compressed = statSync(`${cold.path}.zst`).size;
    expect(figures).toEqual([
      ['threadloom_compression_rollouts_total', { outcome: 'not_cold' }, 1],
      ['threadloom_compression_seconds', {}, expect.any(Number)],
      ['threadloom_compression_rollouts_total', { outcome: 'compressed' }, 1],
      ['threadloom_compression_bytes_total', { side: 'plain' }, cold.bytes.length],
      ['threadloom_compression_bytes_total', { side: 'compressed' }, compressed],
      ['threadloom_compression_runs_total', { outcome: 'done' }, 1],
    ]);
    await compress({ metrics });
    expect(figures.at(-1)).toEqual(['threadloom_compression_runs_total', { outcome: 'throttled' }, 1]);
    const before = figures.length;
    await compress({ metrics, dryRun: true });
    expect(figures.length).toBe(before);
  });
});
