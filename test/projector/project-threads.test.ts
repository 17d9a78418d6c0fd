import { describe, expect, it, onTestFinished } from 'vitest';
import type { AheadThread } from '../../src/projector/ahead/ahead-thread.js';
import { finishRollout, openScratchDatabase } from '../../src/projector/ahead/finished-rollout.js';
import { type ProjectThreadsOptions, projectThreads } from '../../src/projector/project-threads.js';
import { Projector } from '../../src/projector/projector.js';
import { createThrottle } from '../../src/projector/throttle.js';
import { openHistoryDatabase } from '../../src/store/open-history-database.js';
import { rollout, writeCodexHome, writeSampleHome } from '../../src/testing/index.js';
import { allRows, inventoryRows } from '../support/rebuild-lab.js';
import { useTempFolder } from '../support/temp-folder.js';
import { numberedThread } from '../support/threads.js';

const folder = useTempFolder();

/** The other thread's work, done in this one. */
async function aheadHere(): Promise<AheadThread & { done: string[] }> {
  const scratch = await openScratchDatabase();
  const done: string[] = [];
  let last: Promise<unknown> = Promise.resolve();
  return {
    done,
    depth: 3,
    project(source) {
      const finished = last.then(() => finishRollout(scratch, source));
      last = finished.then(() => done.push(source.rolloutId));
      return finished;
    },
    async close() {
      scratch.close();
    },
  };
}

let databases = 0;

async function projectInto(options: Partial<ProjectThreadsOptions> = {}) {
  const database = await openHistoryDatabase({ path: folder.path(`history-${databases++}.sqlite`) });
  onTestFinished(() => database.close());
  const projector = new Projector({ database, homes: [folder.path('home')], now: Date.now });
  const reports = [];
  for await (const report of projectThreads({ database, projector, ...options })) reports.push(report);
  return { database, projector, reports: reports.sort((a, b) => (a.threadId < b.threadId ? -1 : 1)) };
}

/** Enough text in one thread for another thread of the process to be worth it. */
function writeHome(): void {
  writeSampleHome({ home: folder.path('home'), now: new Date('2026-03-05T12:00:00Z') });
  const long = [1, 2, 3, 4].map((index) => {
    const thread = numberedThread(1, { seed: 80 + index });
    return { rollout: thread.turn((turn) => turn.agent('x'.repeat(1_200_000 + index)).complete()) };
  });
  const legacy = rollout({ seed: 91, historyMode: 'legacy' }).sessionMeta();
  for (let number = 1; number <= 5; number++)
    legacy.turn((turn) => turn.user(`question ${number}`).complete());
  const refused = rollout({ seed: 92 }).sessionMeta({ history_mode: 'holographic' });
  writeCodexHome({
    home: folder.path('home'),
    entries: [...long, { rollout: legacy, archived: true }, { rollout: refused }],
  });
}

describe('projecting all threads', () => {
  it('gives the same rows and reports when another thread works ahead', async () => {
    writeHome();
    const alone = await projectInto({ startAhead: () => null });
    const ahead = await aheadHere();
    const together = await projectInto({ startAhead: () => ahead });
    expect(ahead.done.length).toBeGreaterThan(4);
    expect(allRows(together.database)).toEqual(allRows(alone.database));
    expect(inventoryRows(together.database)).toEqual(inventoryRows(alone.database));
    expect(together.reports).toEqual(alone.reports);
    expect(together.projector.counters.bytesRead).toBe(alone.projector.counters.bytesRead);
    expect(alone.reports.filter(({ status }) => status === 'failed')).toHaveLength(1);
  });

  it('does it itself where the other thread does not answer, or comes too late', async () => {
    writeHome();
    const alone = await projectInto({ startAhead: () => null });
    const broken: AheadThread = { depth: 2, project: async () => null, close: async () => {} };
    const together = await projectInto({ startAhead: () => broken });
    expect(allRows(together.database)).toEqual(allRows(alone.database));
    expect(together.reports.map(({ threadId }) => threadId).sort()).toEqual(
      alone.reports.map(({ threadId }) => threadId).sort(),
    );
    expect(together.projector.counters.bytesRead).toBe(alone.projector.counters.bytesRead);

    const ahead = await aheadHere();
    const database = await openHistoryDatabase({ path: folder.path('late.sqlite') });
    onTestFinished(() => database.close());
    const homes = [folder.path('home')];
    const quicker = new Projector({ database, homes, now: Date.now });
    const late: AheadThread = {
      ...ahead,
      async project(source) {
        const finished = await ahead.project(source);
        await quicker.projectRolloutId(source.rolloutId);
        return finished;
      },
    };
    const projector = new Projector({ database, homes, now: Date.now });
    for await (const { status } of projectThreads({ database, projector, startAhead: () => late }))
      expect(status).not.toBe('source_gone');
    expect(allRows(database)).toEqual(allRows(alone.database));
  });

  it('stops, and what was done stays', async () => {
    writeHome();
    const ahead = await aheadHere();
    const controller = new AbortController();
    const { reports, database } = await projectInto({
      startAhead: () => ahead,
      signal: controller.signal,
      onProgress: ({ threadsDone }) => threadsDone === 2 && controller.abort(),
    });
    expect(reports.length).toBeLessThan(6);
    const projector = new Projector({ database, homes: [folder.path('home')], now: Date.now });
    for await (const { status } of projectThreads({ database, projector, startAhead: () => null }))
      expect(status).not.toBe('source_gone');
    expect(allRows(database)).toEqual(allRows((await projectInto({ startAhead: () => null })).database));
  });

  it('takes only threads that were written to since a moment', async () => {
    const threads = [1, 2].map((seed) => numberedThread(1, { seed }));
    writeCodexHome({ home: folder.path('home'), entries: threads.map((of) => ({ rollout: of })) });
    const { database, projector } = await projectInto();
    const times = database.reader.prepare<[], number>('select modified_at_ms from rollouts').pluck().all();
    const newest = Math.max(...times);
    const found = [];
    for await (const { threadId } of projectThreads({ database, projector, since: newest + 1 }))
      found.push(threadId);
    expect(found).toEqual([]);
    for await (const { threadId } of projectThreads({ database, projector, since: newest }))
      found.push(threadId);
    expect(found.length).toBe(times.filter((time) => time === newest).length);
  });
});

describe('a throttle', () => {
  it('waits as long as the bytes read may take', async () => {
    let now = 1_000;
    const slept: number[] = [];
    const sleep = async (ms: number): Promise<void> => {
      slept.push(ms);
      now += ms;
    };
    const throttle = createThrottle({ maxBytesPerSecond: 100, now: () => now, sleep });
    await throttle.pause(50);
    now += 100;
    await throttle.pause(80);
    now += 5_000;
    await throttle.pause(90);
    expect(slept).toEqual([500, 200]);
  });

  it('stops waiting when the work is stopped', async () => {
    const controller = new AbortController();
    const throttle = createThrottle({ maxBytesPerSecond: 1, now: () => 0, signal: controller.signal });
    const waiting = throttle.pause(1_000_000);
    controller.abort();
    await waiting;
    await throttle.pause(2_000_000);
  });
});
