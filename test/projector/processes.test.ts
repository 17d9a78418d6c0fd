/** Laws 2 and 10: several processes at once end with the rows of one, and readers do not wait for a writer. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openHistoryDatabase } from '../../src/store/open-history-database.js';
import { type GrowingRollout, grow, writeGrowingRollout } from '../support/bench-home.js';
import type { DerivedRows } from '../support/derived-rows.js';
import { openHistoryLab } from '../support/history-lab.js';
import { startProjecting } from '../support/projecting-process.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();

async function cleanRows(of: GrowingRollout): Promise<DerivedRows> {
  const lab = await openHistoryLab(folder.path(`clean-${of.threadId}`));
  lab.write(of.text, of.path.replace(folder.path('home'), lab.home));
  await lab.project(of.threadId);
  return lab.rows(of.threadId);
}

const SIZES = [
  { turns: 120, items: 1_080, lines: 3_001, seed: 21 },
  { turns: 120, items: 1_080, lines: 3_001, seed: 22, historyMode: 'legacy' as const },
];

const layAll = (part = 1): GrowingRollout[] =>
  SIZES.map((size) => writeGrowingRollout(folder.path('home'), part, size));

describe('several processes over one home', () => {
  it('end with the rows of one, from an empty database on', { timeout: 120_000 }, async () => {
    const rollouts = layAll();
    const options = {
      mode: 'once' as const,
      database: folder.path('history.sqlite'),
      home: folder.path('home'),
      threadIds: rollouts.map(({ threadId }) => threadId),
    };
    for (let attempt = 0; attempt < 5; attempt++) {
      const processes = [0, 1, 2, 3].map(() => startProjecting(options));
      await Promise.all(processes.map(({ ready }) => ready));
      for (const process of processes) process.go();
      for (const { end } of processes) expect(await end).toEqual({ code: 0, signal: null, stderr: '' });

      const lab = await openHistoryLab(folder.path());
      for (const rollout of rollouts) {
        expect(lab.rows(rollout.threadId)).toEqual(await cleanRows(rollout));
      }
      // The next attempt starts over.
      lab.clear();
      layAll();
    }
  });

  it('end with the rows of one while the rollouts grow', { timeout: 120_000 }, async () => {
    const rollouts = layAll(0.3);
    const database = folder.path('history.sqlite');
    const threadIds = rollouts.map(({ threadId }) => threadId);
    const start = (mode: 'follow' | 'once') =>
      startProjecting({ mode, database, home: folder.path('home'), threadIds });
    const processes = [start('follow'), start('follow'), start('follow')];
    await Promise.all(processes.map(({ ready }) => ready));
    for (const process of processes) process.go();
    for (let step = 0; step < 100; step++) {
      for (const rollout of rollouts) grow(rollout, rollout.text.length / 140);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    for (const process of processes) process.kill();
    for (const { end } of processes) expect(await end).toEqual({ code: null, signal: 'SIGKILL', stderr: '' });
    const last = start('once');
    last.go();
    expect(await last.end).toMatchObject({ code: 0 });

    const lab = await openHistoryLab(folder.path());
    for (const rollout of rollouts) expect(lab.rows(rollout.threadId)).toEqual(await cleanRows(rollout));
  });
});

describe('another process that is faster', () => {
  it.each(SIZES)('takes the work over between two batches: seed $seed', async (size) => {
    const rollout = writeGrowingRollout(folder.path('home'), 1, size);
    const lab = await openHistoryLab(folder.path());
    const script = fileURLToPath(new URL('../support/child/project-threads.mjs', import.meta.url));
    const args = [script, 'once', lab.database.path, folder.path('home'), rollout.threadId];
    let batches = 0;
    await lab.projector.prepareThread(rollout.threadId, {
      onProgress() {
        batches++;
        if (batches === 1) execFileSync(process.execPath, args, { input: 'go' });
      },
    });
    expect(batches).toBe(1);
    expect(lab.rows(rollout.threadId)).toEqual(await cleanRows(rollout));
  });
});

describe('a reader', () => {
  it('is not kept waiting by a writer, and sees what was committed', async () => {
    const [rollout] = layAll(0.5);
    const lab = await openHistoryLab(folder.path());
    const threadId = rollout?.threadId ?? '';
    await lab.project(threadId);
    const before = (await lab.service.listItems(threadId, { direction: 'desc' })).data;

    const other = await openHistoryDatabase({ path: lab.database.path });
    other.writer.exec('begin immediate');
    other.writer.exec('delete from thread_items');
    const start = performance.now();
    const page = await lab.service.listItems(threadId, { direction: 'desc' });
    expect(performance.now() - start).toBeLessThan(1_000);
    expect(page.data.map(({ item }) => item.text)).toEqual(before.map(({ item }) => item.text));
    other.writer.exec('rollback');
    other.close();
  });

  it('sees one state of the rows in a snapshot, whatever is written meanwhile', async () => {
    const [rollout] = layAll(0.5);
    const lab = await openHistoryLab(folder.path());
    const threadId = rollout?.threadId ?? '';
    await lab.project(threadId);
    const items = 'select count(*) as count from thread_items';
    const [first, second] = lab.database.snapshot((reader) => {
      const seen = reader.prepare(items).get();
      lab.database.writer.exec('delete from thread_items');
      return [seen, reader.prepare(items).get()];
    });
    expect(second).toEqual(first);
    expect(lab.database.reader.prepare(items).get()).toEqual({ count: 0 });
  });
});
