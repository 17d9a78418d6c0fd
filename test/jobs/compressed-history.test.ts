/** A thread whose rollout is compressed, expanded and continued is the same thread to everybody who reads it. */
import { describe, expect, it } from 'vitest';
import { compressColdRollouts } from '../../src/jobs/compress-cold-rollouts.js';
import { materialiseRollout } from '../../src/rollout/index.js';
import { setAge } from '../support/cold-rollouts.js';
import { openProjectedThread, PROJECTED_ID, type ProjectedThread } from '../support/projected-thread.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();

async function compress({ path, lab }: ProjectedThread): Promise<void> {
  setAge(path, 20);
  const { totals } = await compressColdRollouts({
    home: lab.home,
    now: Date.now,
    processId: process.pid,
    force: true,
  });
  expect(totals).toMatchObject({ compressed: 1, failed: 0 });
}

describe('the history of a compressed rollout', () => {
  it('keeps its rows and its checkpoint, and is not projected again', async () => {
    const thread = await openProjectedThread(folder.path());
    const rows = thread.lab.rows(PROJECTED_ID);
    const { linesParsed } = thread.work();
    const standing = thread.standing();
    await compress(thread);
    await thread.lab.project(PROJECTED_ID);
    expect(thread.work().linesParsed).toBe(linesParsed);
    expect(thread.lab.rows(PROJECTED_ID)).toEqual(rows);
    expect(thread.standing()).toMatchObject({
      next_rollout_byte_offset: standing?.next_rollout_byte_offset,
      next_rollout_ordinal: standing?.next_rollout_ordinal,
    });

    thread.lab.restart();
    await thread.lab.project(PROJECTED_ID);
    expect(thread.work().linesParsed).toBe(0);
    expect(thread.lab.rows(PROJECTED_ID)).toEqual(rows);
    await thread.expectCleanRows();
  });

  it('goes on where it was when it is expanded and written to', async () => {
    const thread = await openProjectedThread(folder.path());
    const texts = await thread.texts();
    await compress(thread);
    await thread.lab.project(PROJECTED_ID);
    const { linesParsed } = thread.work();
    materialiseRollout({ path: thread.path });
    thread.oneMoreTurn();
    const longer = await thread.texts();
    expect(longer).toEqual([
      ...texts,
      expect.stringContaining('one more'),
      expect.stringContaining('certainly'),
    ]);
    // The lines of one turn, not of the thread.
    expect(thread.work().linesParsed - linesParsed).toBeLessThan(linesParsed / 2);
    await thread.expectCleanRows();

    await compress(thread);
    expect(await thread.texts()).toEqual(longer);
  });

  it('keeps the cursors of its pages', async () => {
    const thread = await openProjectedThread(folder.path());
    const { service } = thread.lab;
    const first = await service.listItems(PROJECTED_ID, { limit: 3 });
    const rest = await service.listItems(PROJECTED_ID, { limit: 50, cursor: first.nextCursor ?? '' });
    await compress(thread);
    thread.lab.restart();
    expect(
      await thread.lab.service.listItems(PROJECTED_ID, { limit: 50, cursor: first.nextCursor ?? '' }),
    ).toEqual(rest);
  });

  it('is found by both searches as before, and listed as before', async () => {
    const thread = await openProjectedThread(folder.path());
    const ask = async () => {
      const { service } = thread.lab;
      return {
        threads: await service.searchThreads({ searchTerm: 'answer 3' }),
        occurrences: await service.searchOccurrences(PROJECTED_ID, { searchTerm: 'question 2' }),
        list: await service.listThreads(),
      };
    };
    setAge(thread.path, 20);
    const before = await ask();
    expect(before.threads.data).toHaveLength(1);
    expect(before.occurrences.data).toHaveLength(1);
    await compress(thread);
    const after = await ask();
    expect(after.threads.data.map(({ snippet }) => snippet)).toEqual(
      before.threads.data.map(({ snippet }) => snippet),
    );
    expect(after.occurrences).toEqual(before.occurrences);
    expect(after.list.data.map(({ id }) => id)).toEqual(before.list.data.map(({ id }) => id));
  });
});
