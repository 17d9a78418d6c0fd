/** A compression run that is killed before any of its system calls costs no byte, and the next one finishes its work. */
import { appendFileSync, lstatSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compressColdRollouts } from '../../src/jobs/compress-cold-rollouts.js';
import type { CompressionRun } from '../../src/jobs/compression-report.js';
import { acquireWriterLock, RolloutWriter } from '../../src/rollout/index.js';
import type { CompressTask } from '../support/child/compress-rollouts.js';
import {
  type ColdRollout,
  layColdRollout,
  leftovers,
  plainText,
  representations,
} from '../support/cold-rollouts.js';
import { useChild } from '../support/run-child.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const runChild = useChild<CompressTask, CompressionRun>('compress-rollouts');
/** Two cores. */
const AT_ONCE = 2;

function expectWhole({ path, bytes }: ColdRollout): void {
  expect(representations(path).length).toBeGreaterThan(0);
  expect(plainText(path).equals(bytes)).toBe(true);
}

const runHere = (home: string): Promise<CompressionRun> =>
  compressColdRollouts({ home, now: Date.now, processId: process.pid, force: true });

describe('a killed compression', () => {
  it('leaves a whole file at any instant, and is finished by the next run', {
    timeout: 240_000,
  }, async () => {
    const sound = folder.path('sound');
    layColdRollout({ home: sound });
    const { code, stderr, calls } = await runChild({ home: sound });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const count = calls?.length ?? 0;
    expect(count).toBeGreaterThan(40);

    const seen = new Set<string>();
    const killAt = async (at: number): Promise<void> => {
      const home = folder.path(`home-${at}`);
      const cold = layColdRollout({ home });
      const { mode, mtimeMs } = lstatSync(cold.path);
      const { signal } = await runChild({ home }, { kind: 'kill', at });
      expect({ at, signal }).toEqual({ at, signal: 'SIGKILL' });
      expectWhole(cold);
      seen.add(representations(cold.path).join());

      expect(await runHere(home)).toMatchObject({ status: 'done', totals: { failed: 0 } });
      expectWhole(cold);
      expect(representations(cold.path)).toEqual(['compressed']);
      // Lock files of the dead go with the next lock that anybody takes.
      acquireWriterLock({ home, threadId: cold.threadId, now: Date.now }).release();
      expect(leftovers(home)).toEqual([]);
      const { mode: keptMode, mtimeMs: keptMtime } = lstatSync(`${cold.path}.zst`);
      expect(keptMode).toBe(mode);
      expect(Math.floor(keptMtime)).toBe(Math.floor(mtimeMs));
    };
    const instants = Array.from({ length: count }, (_, at) => at);
    const work = async (): Promise<void> => {
      for (let at = instants.shift(); at !== undefined; at = instants.shift()) await killAt(at);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    expect(seen).toEqual(new Set(['plain', 'plain,compressed', 'compressed']));
  });

  it('lets the thread go on at once, with the lines that were there', { timeout: 120_000 }, async () => {
    const sound = folder.path('sound');
    layColdRollout({ home: sound });
    const calls = (await runChild({ home: sound })).calls ?? [];
    const instants = calls.flatMap(({ name, path }, at) =>
      (name === 'linkSync' || name === 'unlinkSync') && path?.includes('rollout-') ? [at, at + 1] : [],
    );
    expect(instants.length).toBeGreaterThanOrEqual(4);
    for (const at of instants) {
      const home = folder.path(`home-${at}`);
      const cold = layColdRollout({ home });
      await runChild({ home }, { kind: 'kill', at });
      const lock = acquireWriterLock({ home, threadId: cold.threadId, now: Date.now });
      RolloutWriter.reopen({ path: cold.path, now: Date.now }).close();
      appendFileSync(cold.path, 'a line of the writer\n');
      lock.release();
      const written = { ...cold, bytes: Buffer.concat([cold.bytes, Buffer.from('a line of the writer\n')]) };
      expectWhole(written);
      expect(representations(cold.path)).toEqual(['plain']);

      // Written to just now, it is no longer cold: the run only tidies up.
      await runHere(home);
      expectWhole(written);
      expect(leftovers(home)).toEqual([]);
    }
  });
});
