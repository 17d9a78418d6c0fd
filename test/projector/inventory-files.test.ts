import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rollout } from '../../src/testing/index.js';
import { useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, idsOf, numberedThread, previewsOf, sayingThread } from '../support/threads.js';
import { writeZstd } from '../support/zstd-writer.js';

const folder = useTempFolder();
const openHistory = useHistory(folder);

describe('files', () => {
  it('that are compressed are read, and leave the path as it was', async () => {
    const thread = numberedThread(2);
    const { service, write, refused } = await openHistory([]);
    const [path = ''] = write(thread);
    rmSync(path);
    writeFileSync(`${path}.zst`, writeZstd(thread.bytes(), { checksum: true }));
    const { data } = await service.listThreads();
    expect(data).toMatchObject([{ preview: 'question 1', path }]);
    expect(idsOf(await service.listTurns(thread.threadId))).toEqual(['turn-2', 'turn-1']);
    // Expanded again beside the compressed one, and grown.
    write(addNumberedTurns(thread, 3, 3));
    expect(idsOf(await service.listTurns(thread.threadId))).toEqual(['turn-3', 'turn-2', 'turn-1']);
    rmSync(`${path}.zst`);
    expect((await service.listThreads()).data).toHaveLength(1);
    expect(refused).toEqual([]);
  });

  it('that are empty, folders or links are passed over, with a reason that names them', async () => {
    const thread = numberedThread(1);
    const { service, write, refused } = await openHistory([]);
    const [path = ''] = write(thread);
    const day = dirname(path);
    const named = (digit: number) =>
      join(day, `rollout-2026-03-02T09-00-0${digit}-019cad00-0000-7000-8000-00000000000${digit}.jsonl`);
    writeFileSync(named(1), '');
    mkdirSync(named(2));
    symlinkSync(path, named(3));
    writeFileSync(named(4), 'not a log\n');
    expect(idsOf(await service.listThreads())).toEqual([thread.threadId]);
    const reasons = new Map(refused.map((of) => [of.path, of.reason]));
    expect([...reasons.keys()].sort()).toEqual([named(1), named(2), named(3), named(4)]);
    for (const [at, reason] of reasons) {
      expect(reason).toContain(basename(at));
      expect(reason).toMatch(/^Rollout .*\.$/);
    }
    expect(reasons.get(named(1))).toContain('is empty');
    expect(reasons.get(named(2))).toContain('is a directory');
    expect(reasons.get(named(3))).toContain('is a symbolic link');
    expect(reasons.get(named(4))).toContain('holds no record');
    await expect(service.listTurns('019cad00-0000-7000-8000-000000000003')).rejects.toMatchObject({
      message: 'thread not loaded: 019cad00-0000-7000-8000-000000000003',
    });
  });

  it('that are passed over are told of once, until they change', async () => {
    const { service, write, refused } = await openHistory([]);
    const [path = ''] = write(numberedThread(1));
    const empty = join(
      dirname(path),
      'rollout-2026-03-02T09-00-01-019cad00-0000-7000-8000-000000000001.jsonl',
    );
    writeFileSync(empty, '');
    for (let look = 0; look < 3; look++) await service.listThreads();
    expect(refused).toHaveLength(1);
    // A session that had written nothing yet.
    appendFileSync(empty, sayingThread('now').bytes());
    expect(previewsOf(await service.listThreads()).sort()).toEqual(['now', 'question 1']);
  });

  it('of an unknown history mode are not listed, and say so when they are read', async () => {
    const thread = rollout({ detail: 'visible' }).sessionMeta({ history_mode: 'holographic' });
    addNumberedTurns(thread, 1, 1);
    const { service } = await openHistory([thread]);
    expect(await service.listThreads()).toMatchObject({ data: [] });
    for (const read of [
      () => service.readThread(thread.threadId),
      () => service.listTurns(thread.threadId),
      () => service.listItems(thread.threadId),
    ]) {
      await expect(read()).rejects.toMatchObject({
        code: 'invalid_request',
        message: expect.stringContaining('history mode "holographic"'),
      });
    }
  });

  it('that moved while nobody looked are found where they are now', async () => {
    const thread = numberedThread(1);
    const { service, write, home, reopen } = await openHistory([]);
    const [path = ''] = write(thread);
    await service.listTurns(thread.threadId);
    const archived = join(home, 'archived_sessions', basename(path));
    mkdirSync(dirname(archived));
    renameSync(path, archived);
    expect((await reopen().readThread(thread.threadId)).path).toBe(archived);
    renameSync(archived, path);
    const back = reopen();
    expect((await back.readThread(thread.threadId)).path).toBe(path);
    expect((await back.listTimeline(thread.threadId)).data).toHaveLength(4);
  });

  it('that a thread got while nobody looked are found, wherever they lie', async () => {
    const before = numberedThread(2);
    const { service, write, reopen } = await openHistory([before]);
    await service.listTurns(before.threadId);
    const at = before.historyBase();
    // Days later, and long before today.
    write(addNumberedTurns(before.wait(3 * 86_400_000).revert({ seed: 2, at }), 3, 3));
    expect(idsOf(await reopen().listTurns(before.threadId))).toEqual(['turn-3', 'turn-2', 'turn-1']);
  });

  it('that are gone before they were read are not loaded, until they come back', async () => {
    const thread = sayingThread('goes');
    const { service, write } = await openHistory([]);
    const [path = ''] = write(thread);
    expect(previewsOf(await service.listThreads()).sort()).toEqual(['goes']);
    rmSync(path);
    await expect(service.listTurns(thread.threadId)).rejects.toMatchObject({
      code: 'thread_not_found',
      message: `thread not loaded: ${thread.threadId}`,
    });
    write(thread);
    expect(idsOf(await service.listTurns(thread.threadId))).toHaveLength(1);
  });

  it('that are gone after they were read leave the thread as it was', async () => {
    const thread = numberedThread(2);
    const { service, write, reopen } = await openHistory([]);
    const [path = ''] = write(thread);
    await service.listTurns(thread.threadId);
    rmSync(path);
    for (const reader of [service, reopen()]) {
      expect(idsOf(await reader.listTurns(thread.threadId))).toEqual(['turn-2', 'turn-1']);
      expect(previewsOf(await reader.listThreads())).toEqual(['question 1']);
    }
  });
});
