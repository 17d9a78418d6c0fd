/** Compression among other processes: writers lose no line to it, and readers never notice it. */
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { compressColdRollouts } from '../../src/jobs/compress-cold-rollouts.js';
import { acquireWriterLock, materialiseRollout } from '../../src/rollout/index.js';
import type { ReadTally, ReadTask } from '../support/child/read-history.js';
import type { WriteNowAndThenTask, WriteTally } from '../support/child/write-now-and-then.js';
import { layColdRollout, leftovers, plainText, representations } from '../support/cold-rollouts.js';
import { useChild } from '../support/run-child.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const home = (): string => folder.path('home');
const read = useChild<ReadTask, ReadTally>('read-history');
const write = useChild<WriteNowAndThenTask, WriteTally>('write-now-and-then');

async function compress(): Promise<{ compressed: number; busy: number; changed: number }> {
  const { totals } = await compressColdRollouts({
    home: home(),
    now: Date.now,
    processId: process.pid,
    olderThanMs: 0,
    force: true,
  });
  expect(totals.failed).toBe(0);
  return {
    compressed: totals.compressed,
    busy: totals.skippedBy.busy ?? 0,
    changed: totals.skippedBy.changed ?? 0,
  };
}

describe('writers in other processes', () => {
  it('lose no line while the thread is compressed again and again', { timeout: 120_000 }, async () => {
    const { path, threadId, bytes } = layColdRollout({ home: home(), turns: 100 });
    const task = { home: home(), path, threadId };
    expect(await compress()).toMatchObject({ compressed: 1 });
    const writers = [write({ ...task, from: 0, to: 60 }), write({ ...task, from: 60, to: 120 })];
    let writing = true;
    const done = Promise.all(writers).finally(() => {
      writing = false;
    });
    let compressions = 0;
    while (writing) {
      compressions += (await compress()).compressed;
      await pause(3);
    }
    for (const { code, stderr, output } of await done) {
      expect({ code, stderr, written: output?.written }).toEqual({ code: 0, stderr: '', written: 60 });
    }
    // Otherwise nothing was tried.
    expect(compressions).toBeGreaterThan(5);

    const text = plainText(path);
    expect(text.subarray(0, bytes.length).equals(bytes)).toBe(true);
    const lines = text.toString('utf8').trimEnd().split('\n');
    const ordinals = lines.map((line): number => JSON.parse(line).ordinal);
    expect(ordinals).toEqual(lines.map((_line, index) => index));
    const written = lines.flatMap((line) => /message (\d+)\./.exec(line)?.[1] ?? []).map(Number);
    expect(written.sort((left, right) => left - right)).toEqual(Array.from({ length: 120 }, (_, at) => at));
    expect(leftovers(home())).toEqual([]);
  });
});

describe('readers in other processes', () => {
  it.each(['paginated', 'legacy'] as const)(
    'read, page and search the same throughout (%s)',
    { timeout: 120_000 },
    async (historyMode) => {
      const { path, threadId } = layColdRollout({ home: home(), turns: 60, historyMode });
      const stopFile = folder.path('stop');
      const reading = read({
        home: home(),
        database: folder.path('history.sqlite'),
        threadId,
        term: 'answer 37',
        stopFile,
      });
      await pause(800);
      const switches = 80;
      for (let number = 0; number < switches; number++) {
        expect((await compress()).compressed).toBe(1);
        if (number % 2 === 0) await pause(number % 20);
        const lock = acquireWriterLock({ home: home(), threadId, now: Date.now });
        materialiseRollout({ path });
        lock.release();
        if (number % 3 === 0) await pause(number % 20);
      }
      writeFileSync(stopFile, '');
      const { code, stderr, output } = await reading;
      expect({ code, stderr, wrong: output?.wrong.slice(0, 3) }).toEqual({ code: 0, stderr: '', wrong: [] });
      expect(output?.rounds).toBeGreaterThan(10);
      expect(representations(path)).toEqual(['plain']);
    },
  );
});
