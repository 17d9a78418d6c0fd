import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acquireWriterLock } from '../../src/rollout/writing/writer-lock.js';
import { useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';
import { filesBelow, placesOf, threadFamily, upkeepOf } from '../support/thread-family.js';
import { numberedThread } from '../support/threads.js';

const folder = useTempFolder();
const openHistory = useHistory(folder);

describe('what keeps a thread from being archived', () => {
  it('refuses an unknown thread, one that is archived already, and one that is not archived', async () => {
    const thread = numberedThread(1);
    const history = await openHistory([thread]);
    const { upkeep } = upkeepOf(history);
    const nobody = '01a1fb59-da5c-7c92-83a8-c3b57fb1f999';
    const none = (id: string) => ({
      code: 'thread_not_found',
      message: `no rollout found for thread id ${id}`,
    });
    const noneArchived = (id: string) => ({
      code: 'thread_not_found',
      message: `no archived rollout found for thread id ${id}`,
    });
    await expect(upkeep.archiveThread(nobody)).rejects.toMatchObject(none(nobody));
    await expect(upkeep.unarchiveThread(nobody)).rejects.toMatchObject(noneArchived(nobody));
    await expect(upkeep.unarchiveThread(thread.threadId)).rejects.toMatchObject(
      noneArchived(thread.threadId),
    );
    await upkeep.archiveThread(thread.threadId);
    await expect(upkeep.archiveThread(thread.threadId)).rejects.toMatchObject(none(thread.threadId));
  });

  it('thread_archive_rejects_owned_unmaterialized_paginated_descendant', async () => {
    const { root, all } = threadFamily();
    const history = await openHistory(all);
    const openThreads = { close: async () => {}, write: () => {}, unwrittenBelow: () => ['a-sub-agent'] };
    const { upkeep } = upkeepOf(history, { openThreads });
    await expect(upkeep.archiveThread(root.threadId)).rejects.toMatchObject({
      code: 'invalid_request',
      message: `sub-agent a-sub-agent of thread ${root.threadId} has no rollout yet`,
    });
    expect(placesOf(history.home).archived).toEqual([]);
  });

  it('thread_archive_rejects_paginated_writer_owned_by_another_process, of a sub-agent too, and moves nothing', async () => {
    const { root, second, all } = threadFamily();
    const history = await openHistory(all);
    const { upkeep } = upkeepOf(history);
    for (const { threadId } of [root, second]) {
      const lock = acquireWriterLock({ home: history.home, threadId, now: Date.now, program: 'the test' });
      await expect(upkeep.archiveThread(root.threadId)).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringMatching(
          new RegExp(`^thread ${threadId} already has an active writer\\. .*${process.pid}.*the test`),
        ),
      });
      lock.release();
    }
    expect(placesOf(history.home).archived).toEqual([]);
    await upkeep.archiveThread(root.threadId);
    expect(filesBelow(history.home, 'thread-writer-locks')).toEqual(['.coordination.lock']);
  });

  it('waits for a fork that is being made of the thread', async () => {
    const thread = numberedThread(1);
    const history = await openHistory([thread]);
    const { upkeep, options } = upkeepOf(history);
    const preparing = await options.leases.shared(thread.threadId);
    const archiving = upkeep.archiveThread(thread.threadId);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(placesOf(history.home).archived).toEqual([]);
    preparing.release();
    await archiving;
    expect(placesOf(history.home).active).toEqual([]);
  });

  it('closes what this process has open of a thread before it moves', async () => {
    const thread = numberedThread(1);
    const history = await openHistory([thread]);
    const lock = acquireWriterLock({ home: history.home, threadId: thread.threadId, now: Date.now });
    const openThreads = { close: async () => lock.release(), write: () => {}, unwrittenBelow: () => [] };
    const { upkeep } = upkeepOf(history, { openThreads });
    await upkeep.archiveThread(thread.threadId);
    expect(placesOf(history.home).active).toEqual([]);
  });

  it('never puts a file in the place of another one; of an equal copy it does', async () => {
    const thread = numberedThread(1);
    const history = await openHistory([]);
    const [path = ''] = history.write(thread, { rollout: thread, archived: true });
    const copy = join(history.home, 'archived_sessions', basename(path));
    writeFileSync(copy, 'something else');
    const { upkeep } = upkeepOf(history);
    await expect(upkeep.archiveThread(thread.threadId)).rejects.toMatchObject({ code: 'exists', path: copy });
    expect(readFileSync(copy, 'utf8')).toBe('something else');
    writeFileSync(copy, thread.bytes());
    await upkeep.archiveThread(thread.threadId);
    expect(placesOf(history.home)).toEqual({ active: [], archived: [basename(path)] });
  });
});
