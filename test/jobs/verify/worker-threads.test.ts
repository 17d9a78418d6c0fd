/** Verification by the built program, with real worker threads: that they change nothing, and what becomes of it when they die. */
import { appendFileSync, rmSync, utimesSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RolloutVerdict } from '../../../src/jobs/verify/verify-report.js';
import type { VerifyProgress } from '../../../src/jobs/verify/verify-threads.js';
import { rollout, writeCodexHome } from '../../../src/testing/index.js';
import { writeBenchThreads } from '../../support/bench-threads.js';
import {
  importBuilt,
  type StartBuiltOptions,
  startBuilt,
  watchWorkers,
} from '../../support/built-program.js';
import { openRebuildLab, type RebuildLab } from '../../support/rebuild-lab.js';
import { ended } from '../../support/run-cli.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { numberedThread } from '../../support/threads.js';
import { verifyLab } from '../../support/verify-lab.js';

const folder = useTempFolder();

type VerifyModule = typeof import('../../../src/jobs/verify/verify-threads.js');
const built = () => importBuilt<VerifyModule>('jobs/verify/verify-threads.js');

async function projectedLab(): Promise<RebuildLab> {
  const lab = await openRebuildLab({ home: folder.path('home'), db: folder.path('history.sqlite') });
  onTestFinished(() => lab.database.close());
  await lab.projectAll();
  return lab;
}

const place = () => ['--codex-home', folder.path('home'), '--db', folder.path('history.sqlite')];

/** Rollouts of every standing: some that differ, are behind or cannot be proved, among others that are proved. */
async function mixedLab(): Promise<RebuildLab> {
  const home = folder.path('home');
  const paginated = writeBenchThreads(home, [180, 175, 20, 15, 12, 10]);
  const [legacy] = writeBenchThreads(home, [20], 'legacy');
  const [gone, replaced] = [numberedThread(4, { seed: 3 }), numberedThread(4, { seed: 4 })];
  const refused = rollout({ seed: 5 }).sessionMeta({ history_mode: 'holographic' });
  const [goneAt = '', replacedAt = ''] = writeCodexHome({
    home,
    entries: [{ rollout: gone }, { rollout: replaced }, { rollout: refused }],
  });
  const lab = await projectedLab();
  const [, long, missing, changed, touched, grown] = paginated;
  lab.database.writer.exec(`
    update thread_items set item_json = replace(item_json, 'a', 'b') where thread_id = '${long?.threadId}' and rollout_ordinal > 2000;
    delete from thread_items where thread_id = '${missing?.threadId}' and rollout_ordinal between 20 and 60;
    update thread_turns set status = 'failed' where thread_id in ('${changed?.threadId}', '${legacy?.threadId}')`);
  rmSync(goneAt);
  rewriteFile(replacedAt, numberedThread(5, { seed: 4, threadId: replaced.threadId }).bytes());
  await lab.projector.prepareThread(replaced.threadId);
  utimesSync(touched?.path ?? '', 1, 1);
  appendFileSync(grown?.path ?? '', '{"timestamp":"2026-03-02T09:00:00Z","type":"event_msg","payload":{}}\n');
  return lab;
}

function rewriteFile(path: string, bytes: Uint8Array): void {
  rmSync(path);
  appendFileSync(path, Buffer.from(Buffer.from(bytes).toString().replaceAll('answer', 'reply')));
}

const inOrder = (verdicts: readonly RolloutVerdict[]): RolloutVerdict[] =>
  [...verdicts].sort((a, b) => (a.rolloutId < b.rolloutId ? -1 : 1));

async function verifyBuilt(options: StartBuiltOptions = {}) {
  const { code, stdout, stderr } = await ended(startBuilt(['verify', '--json', ...place()], options));
  const verdicts: RolloutVerdict[] = inOrder(JSON.parse(stdout).rollouts);
  return { code, verdicts, poisoned: stderr.includes('poisoned') };
}

describe.skipIf(availableParallelism() < 2)('verification in several threads', () => {
  it('comes to the same verdicts as in one, and to the same end of its progress', async () => {
    const lab = await mixedLab();
    const alone = await verifyLab(lab);
    const workers = watchWorkers();
    const verdicts: RolloutVerdict[] = [];
    const told: VerifyProgress[] = [];
    const totals = await (await built()).verifyThreads({
      ...lab,
      now: Date.now,
      onVerdict: (verdict) => void verdicts.push(verdict),
      onProgress: (progress) => void told.push(progress),
    });
    expect(workers.length).toBeGreaterThan(0);
    expect(inOrder(verdicts)).toEqual(inOrder(alone.verdicts));
    const { durationMs: _, ...sums } = totals;
    expect(alone.totals).toMatchObject(sums);
    expect(new Set(verdicts.map(({ cause, status }) => cause ?? status))).toEqual(
      new Set(['proved', 'differs', 'file_grew', 'file_touched', 'source_gone', 'set_aside', 'refused']),
    );
    // Many more than are listed.
    expect(Math.max(...verdicts.map(({ differenceCount }) => differenceCount))).toBeGreaterThan(500);
    const last = told.at(-1);
    expect(last).toMatchObject({
      rolloutsDone: last?.rollouts,
      bytesDone: last?.bytes,
      bytesRead: sums.bytesRead,
    });
    for (const [index, { bytesDone, bytesRead }] of told.entries()) {
      const before = told[index - 1];
      expect(bytesDone).toBeGreaterThanOrEqual(before?.bytesDone ?? 0);
      expect(bytesRead).toBeGreaterThanOrEqual(before?.bytesRead ?? 0);
    }
  });

  it('does here what a thread that cannot start would have done, and fails the rollout that one dies of', async () => {
    await mixedLab();
    const sound = await verifyBuilt();
    expect(sound).toMatchObject({ code: 5, poisoned: false });
    expect(await verifyBuilt({ poison: 'verifier' })).toEqual({ ...sound, poisoned: true });
    for (const { reason, ...options } of [
      { poison: 'verifier:first-task', reason: 'A worker ended with 7.' },
      { poison: 'verifier:memory', heapMib: 96, reason: expect.stringContaining('memory') },
    ]) {
      const { code, verdicts } = await verifyBuilt(options);
      const failed = verdicts.filter(({ status }) => status === 'failed');
      expect(code).toBe(5);
      expect(failed).toMatchObject([{ reason, compared: null }]);
      const others = (all: RolloutVerdict[]) =>
        all.filter(({ rolloutId }) => rolloutId !== failed[0]?.rolloutId);
      expect(others(verdicts)).toEqual(others(sound.verdicts));
      expect(verdicts).toHaveLength(sound.verdicts.length);
    }
  });

  it('leaves off at once when it is told to', async () => {
    writeBenchThreads(folder.path('home'), [180, 180, 20, 20]);
    const lab = await projectedLab();
    const controller = new AbortController();
    const verdicts: RolloutVerdict[] = [];
    const totals = await (await built()).verifyThreads({
      ...lab,
      now: Date.now,
      signal: controller.signal,
      onVerdict: (verdict) => void verdicts.push(verdict),
      onProgress: ({ bytesRead }) => bytesRead > 0 && controller.abort(),
    });
    expect(totals.rollouts).toBe(0);
    expect(verdicts).toEqual([]);
  });

  it('ends with status 130 soon after Ctrl-C', async () => {
    writeBenchThreads(folder.path('home'), [700, 700]);
    (await projectedLab()).database.close();
    const child = startBuilt(['verify', '--progress', '--json', ...place()]);
    const result = ended(child);
    await new Promise((resolve) => child.stderr?.once('data', resolve));
    const told = performance.now();
    child.kill('SIGINT');
    const { code, stdout } = await result;
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ rollouts: [], interrupted: true });
    expect(performance.now() - told).toBeLessThan(5_000);
  });
});

describe.skipIf(availableParallelism() < 2)('verification of one long rollout', () => {
  /** Long enough for a proofreader and for somebody else to digest its rows. */
  async function longLab(change = '') {
    writeBenchThreads(folder.path('home'), [340]);
    const lab = await projectedLab();
    lab.database.writer.exec(change);
    return lab;
  }

  const damage = `update thread_items set item_type = 'plan'
    where rollout_ordinal in (select rollout_ordinal from thread_items limit 2 offset 1500)`;

  it.each([
    { status: 'proved', change: '' },
    { status: 'differs', change: damage },
  ])(
    'comes to the same verdict with and without the threads that help ($status)',
    async ({ status, change }) => {
      const lab = await longLab(change);
      const alone = await verifyLab(lab);
      const workers = watchWorkers();
      const verdicts: RolloutVerdict[] = [];
      await (await built()).verifyThreads({
        ...lab,
        now: Date.now,
        onVerdict: (verdict) => void verdicts.push(verdict),
      });
      expect(workers).toHaveLength(2);
      expect(verdicts).toEqual(alone.verdicts);
      expect(verdicts).toMatchObject([{ status }]);
    },
  );

  it('comes to it as well when they die', async () => {
    await longLab();
    const sound = await verifyBuilt();
    expect(sound).toMatchObject({ code: 0, verdicts: [{ status: 'proved' }], poisoned: false });
    for (const poison of ['digest', 'proofreader', 'proofreader:midway']) {
      // A busy machine can be done before a proofreader has begun.
      const poisoned = poison === 'digest' ? true : expect.any(Boolean);
      expect(await verifyBuilt({ poison })).toEqual({ ...sound, poisoned });
    }
  });

  it('lets nobody wait for the threads that help when it is told to leave off', async () => {
    const lab = await longLab();
    const controller = new AbortController();
    const workers = watchWorkers();
    await (await built()).verifyThreads({
      ...lab,
      now: Date.now,
      signal: controller.signal,
      onProgress: ({ bytesRead }) => bytesRead > 0 && controller.abort(),
    });
    expect(workers.length).toBeGreaterThan(0);
    // Thread ids of those that have ended.
    expect(workers.map(({ threadId }) => threadId)).toEqual(workers.map(() => -1));
  });
});
