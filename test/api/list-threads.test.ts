import { describe, expect, it } from 'vitest';
import type { ListThreadsOptions } from '../../src/api/list-threads.js';
import { allPages } from '../support/all-pages.js';
import { type OpenHistory, useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';
import { previewsOf, sayingThread } from '../support/threads.js';

const openHistory = useHistory(useTempFolder());

async function names({ service }: OpenHistory, options?: ListThreadsOptions): Promise<string[]> {
  return previewsOf(await service.listThreads(options));
}

describe('thread/list pages', () => {
  it('sort by creation, newest first; by change on request', async () => {
    const a = sayingThread('a', 1);
    const history = await openHistory([a, sayingThread('b', 2), sayingThread('c', 3)]);
    history.write(a.wait(3_600_000).turn((turn) => turn.user('again').complete()));
    expect(await names(history)).toEqual(['c', 'b', 'a']);
    expect(await names(history, { direction: 'asc' })).toEqual(['a', 'b', 'c']);
    expect(await names(history, { sortKey: 'updated_at' })).toEqual(['a', 'c', 'b']);
    expect(await names(history, { sortKey: 'recency_at', direction: 'asc' })).toEqual(['b', 'c', 'a']);
  });

  it('of any size and direction, put together, are the threads, also where times are equal', async () => {
    const threads = ['a', 'b', 'c', 'd', 'e'].map((name, index) => sayingThread(name, Math.floor(index / 3)));
    const history = await openHistory(threads);
    for (const sortKey of ['created_at', 'updated_at', 'recency_at'] as const) {
      const whole = (await history.service.listThreads({ sortKey })).data.map(({ id }) => id);
      expect([...whole].sort()).toEqual(threads.map(({ threadId }) => threadId).sort());
      for (const direction of ['desc', 'asc'] as const) {
        for (const limit of [1, 2, 5]) {
          const pages = await allPages((cursor) =>
            history.service.listThreads({ sortKey, direction, limit, cursor }),
          );
          const ids = pages.flat().map(({ id }) => id);
          expect(direction === 'desc' ? ids : ids.reverse()).toEqual(whole);
        }
      }
    }
  });

  it('recency_cursor_includes_thread_id_tie_breaker: and so do ours of every order', async () => {
    const [a, b] = [sayingThread('a', 1), sayingThread('b', 2)];
    const { service } = await openHistory([a, b]);
    for (const sortKey of ['created_at', 'recency_at'] as const) {
      const page = await service.listThreads({ sortKey, limit: 1 });
      const time = sortKey === 'created_at' ? b.startedAt() : b.updatedAt();
      expect(page.nextCursor).toBe(`${time.toISOString()}|${b.threadId}`);
      // A millisecond against the direction.
      expect(page.backwardsCursor).toBe(new Date(time.getTime() - 1).toISOString());
    }
    const forward = await service.listThreads({ limit: 1, direction: 'asc' });
    expect(forward.backwardsCursor).toBe(new Date(a.startedAt().getTime() + 1).toISOString());
  });

  it('take cursors with and without a thread', async () => {
    const [a, b, c] = [sayingThread('a', 1), sayingThread('b', 2), sayingThread('c', 3)];
    const history = await openHistory([a, b, c]);
    const time = b.startedAt().toISOString();
    expect(await names(history, { cursor: time })).toEqual(['a']);
    expect(await names(history, { cursor: time, direction: 'asc' })).toEqual(['c']);
    expect(await names(history, { cursor: `${time}|${b.threadId}` })).toEqual(['a']);
    // Of equal times, the thread decides.
    expect(await names(history, { cursor: `${time}|ffffffff-0000-7000-8000-000000000000` })).toEqual([
      'b',
      'a',
    ]);
    expect(await names(history, { cursor: time.replace('.000Z', '').replaceAll(':', '-') })).toEqual(['a']);
    await expect(history.service.listThreads({ cursor: 'garbage' })).rejects.toMatchObject({
      code: 'invalid_request',
      message: 'invalid cursor: garbage',
    });
  });

  it('page back with the backwards cursor, first thread included', async () => {
    const history = await openHistory([sayingThread('a', 1), sayingThread('b', 2), sayingThread('c', 3)]);
    const newest = await history.service.listThreads({ limit: 1 });
    const older = await history.service.listThreads({ limit: 1, cursor: newest.nextCursor ?? '' });
    expect(older.data.map(({ preview }) => preview)).toEqual(['b']);
    expect(await names(history, { direction: 'asc', cursor: older.backwardsCursor ?? '' })).toEqual([
      'b',
      'c',
    ]);
    expect(await history.service.listThreads({ searchTerm: 'nobody' })).toEqual({
      data: [],
      nextCursor: null,
      backwardsCursor: null,
    });
  });

  it('are 25 threads; limits are clamped into 1 to 100', async () => {
    const history = await openHistory(
      Array.from({ length: 103 }, (_, index) => sayingThread(`t${index}`, index)),
    );
    const count = async (limit?: number) => (await history.service.listThreads({ limit })).data.length;
    expect([await count(), await count(0), await count(101)]).toEqual([25, 1, 100]);
  });
});
