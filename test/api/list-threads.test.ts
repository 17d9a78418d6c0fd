import { describe, expect, it } from 'vitest';
import type { ListThreadsOptions } from '../../src/api/list-threads.js';
import {
  createTestClock,
  type RolloutBuilder,
  type RolloutOptions,
  rollout,
} from '../../src/testing/index.js';
import { allPages } from '../support/all-pages.js';
import { type OpenHistory, useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';

const openHistory = useHistory(useTempFolder());

let seed = 1;
/** A thread that says its name, at a minute of an hour. */
function saying(name: string, minute: number, options: RolloutOptions = {}): RolloutBuilder {
  const clock = createTestClock(Date.parse('2026-03-02T09:00:00Z') + minute * 60_000);
  return rollout({ detail: 'visible', seed: seed++, clock, ...options })
    .sessionMeta()
    .turn((turn) => turn.user(name).complete());
}

async function names({ service }: OpenHistory, options?: ListThreadsOptions): Promise<string[]> {
  return (await service.listThreads(options)).data.map(({ preview }) => preview);
}

describe('thread/list filters', () => {
  it('a provider is never an implicit filter; named ones are exact', async () => {
    const history = await openHistory([
      saying('a', 1, { modelProvider: 'openai' }),
      saying('b', 2, { modelProvider: 'mock' }),
      saying('c', 3, { modelProvider: 'mock-2' }),
    ]);
    expect(await names(history)).toEqual(['c', 'b', 'a']);
    expect(await names(history, { modelProviders: [] })).toEqual(['c', 'b', 'a']);
    expect(await names(history, { modelProviders: ['mock'] })).toEqual(['b']);
    expect(await names(history, { modelProviders: ['openai', 'mock-2'] })).toEqual(['c', 'a']);
  });

  it('without source kinds, shows the sessions that people talk to', async () => {
    const custom = (name: string, source: unknown, minute: number) =>
      rollout({
        detail: 'visible',
        seed: seed++,
        clock: createTestClock(1_772_442_000_000 + minute * 60_000),
      })
        .sessionMeta({ source })
        .turn((turn) => turn.user(name).complete());
    const history = await openHistory([
      saying('cli', 1, { source: 'cli' }),
      saying('vscode', 2, { source: 'vscode' }),
      saying('exec', 3, { source: 'exec' }),
      saying('mcp', 4, { source: 'mcp' }),
      custom('atlas', { custom: 'atlas' }, 5),
      custom('other', { custom: 'somebody' }, 6),
      custom('review', { subagent: 'review' }, 7),
      custom('compact', { subagent: 'compact' }, 8),
      custom('kind', { subagent: { other: 'guardian' } }, 9),
      custom('none', undefined, 10),
      custom('internal', { internal: 'memory_consolidation' }, 11),
    ]);
    const of = (...sourceKinds: NonNullable<ListThreadsOptions['sourceKinds']>[number][]) =>
      names(history, { sourceKinds });
    expect(await names(history)).toEqual(['none', 'atlas', 'vscode', 'cli']);
    expect(await of()).toEqual(['none', 'atlas', 'vscode', 'cli']);
    expect(await of('cli')).toEqual(['cli']);
    expect(await of('vscode')).toEqual(['none', 'vscode']);
    expect(await of('exec', 'appServer')).toEqual(['mcp', 'exec']);
    expect(await of('subAgentReview')).toEqual(['review']);
    expect(await of('subAgentCompact')).toEqual(['compact']);
    expect(await of('subAgentOther')).toEqual(['kind']);
    expect(await of('subAgent')).toEqual(['kind', 'compact', 'review']);
    expect(await of('unknown')).toEqual(['internal', 'other', 'atlas']);
  });

  it('archived threads are listed alone', async () => {
    const history = await openHistory([saying('a', 1), { rollout: saying('b', 2), archived: true }]);
    expect(await names(history)).toEqual(['a']);
    expect(await names(history, { archived: false })).toEqual(['a']);
    expect(await names(history, { archived: true })).toEqual(['b']);
  });

  it('working folders are exact; an empty list matches nothing', async () => {
    const history = await openHistory([
      saying('a', 1, { cwd: '/home/mira/tidemark' }),
      saying('b', 2, { cwd: '/home/mira' }),
    ]);
    expect(await names(history, { cwds: ['/home/mira'] })).toEqual(['b']);
    expect(await names(history, { cwds: ['/home/mira/x/../tidemark/'] })).toEqual(['a']);
    expect(await names(history, { cwds: ['/home/mira', '/home/mira/tidemark'] })).toEqual(['b', 'a']);
    expect(await names(history, { cwds: [] })).toEqual([]);
  });

  it('a search term is a part of the preview, upper and lower case apart', async () => {
    const history = await openHistory([saying('High tide at 100 %', 1), saying('low_tide', 2)]);
    expect(await names(history, { searchTerm: 'tide' })).toEqual(['low_tide', 'High tide at 100 %']);
    expect(await names(history, { searchTerm: 'high' })).toEqual([]);
    expect(await names(history, { searchTerm: '' })).toHaveLength(2);
    // Not a pattern.
    expect(await names(history, { searchTerm: '%' })).toEqual(['High tide at 100 %']);
    expect(await names(history, { searchTerm: 'w_t' })).toEqual(['low_tide']);
  });

  it('excluded threads are left out, at most 100 of them', async () => {
    const [a, b] = [saying('a', 1), saying('b', 2)];
    const history = await openHistory([a, b]);
    expect(await names(history, { excludedThreadIds: [b.threadId] })).toEqual(['a']);
    expect(await names(history, { excludedThreadIds: [] })).toEqual(['b', 'a']);
    await expect(
      history.service.listThreads({ excludedThreadIds: Array.from({ length: 101 }, () => a.threadId) }),
    ).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('threads without a message are hidden', async () => {
    const empty = rollout({ detail: 'visible', seed: seed++ }).sessionMeta();
    const blank = saying('  \n ', 2);
    const history = await openHistory([empty, blank, saying('a', 3)]);
    expect(await names(history)).toEqual(['a']);
  });
});

describe('thread/list by relation', () => {
  const agent = (name: string, minute: number, parentThreadId: string, threadId?: string) =>
    saying(name, minute, {
      subAgent: { parentThreadId, agentPath: null, nickname: name },
      ...(threadId !== undefined && { threadId }),
    });
  const kinds = { sourceKinds: ['subAgentThreadSpawn'] } as const;

  it('gives children, or descendants of any depth, of their own kind', async () => {
    const root = saying('root', 1);
    const child = agent('child', 2, root.threadId);
    const grandchild = agent('grandchild', 3, child.threadId);
    const history = await openHistory([root, child, grandchild]);
    expect(await names(history, { ...kinds, parentThreadId: root.threadId })).toEqual(['child']);
    expect(await names(history, { ...kinds, ancestorThreadId: root.threadId })).toEqual([
      'grandchild',
      'child',
    ]);
    expect(await names(history, { ...kinds, ancestorThreadId: child.threadId })).toEqual(['grandchild']);
    // A relation widens no other filter.
    expect(await names(history, { ancestorThreadId: root.threadId })).toEqual([]);
  });

  it('shows threads without a message', async () => {
    const root = saying('root', 1);
    const silent = rollout({
      detail: 'visible',
      seed: seed++,
      subAgent: { parentThreadId: root.threadId, agentPath: null, nickname: 'Silent' },
    }).sessionMeta();
    const history = await openHistory([root, silent]);
    expect(await names(history, { ...kinds, parentThreadId: root.threadId })).toEqual(['']);
    expect(await names(history, kinds)).toEqual([]);
  });

  it('ends where threads are each other’s ancestors', async () => {
    const a = '019cad00-0000-7000-8000-00000000000a';
    const b = '019cad00-0000-7000-8000-00000000000b';
    const history = await openHistory([agent('a', 1, b, a), agent('b', 2, a, b)]);
    expect(await names(history, { ...kinds, ancestorThreadId: a })).toEqual(['b']);
    expect(await names(history, { ...kinds, ancestorThreadId: b })).toEqual(['a']);
  });

  it('knows no edge of reviews', async () => {
    const root = saying('root', 1);
    const review = rollout({ detail: 'visible', seed: seed++ })
      .sessionMeta({ source: { subagent: 'review' }, parent_thread_id: root.threadId })
      .turn((turn) => turn.user('review').complete());
    const history = await openHistory([root, review]);
    const sourceKinds = ['subAgentReview'] as const;
    expect(await names(history, { sourceKinds })).toEqual(['review']);
    expect(await names(history, { sourceKinds, parentThreadId: root.threadId })).toEqual([]);
  });

  it('takes a parent or an ancestor, not both', async () => {
    const { service } = await openHistory([]);
    await expect(service.listThreads({ parentThreadId: 'a', ancestorThreadId: 'b' })).rejects.toMatchObject({
      code: 'invalid_request',
      message: 'parentThreadId and ancestorThreadId are mutually exclusive',
    });
  });
});

describe('thread/list pages', () => {
  it('sort by creation, newest first; by change on request', async () => {
    const a = saying('a', 1);
    const history = await openHistory([a, saying('b', 2), saying('c', 3)]);
    history.write(a.wait(3_600_000).turn((turn) => turn.user('again').complete()));
    expect(await names(history)).toEqual(['c', 'b', 'a']);
    expect(await names(history, { direction: 'asc' })).toEqual(['a', 'b', 'c']);
    expect(await names(history, { sortKey: 'updated_at' })).toEqual(['a', 'c', 'b']);
    expect(await names(history, { sortKey: 'recency_at', direction: 'asc' })).toEqual(['b', 'c', 'a']);
  });

  it('of any size and direction, put together, are the threads, also where times are equal', async () => {
    const threads = ['a', 'b', 'c', 'd', 'e'].map((name, index) => saying(name, Math.floor(index / 3)));
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
    const [a, b] = [saying('a', 1), saying('b', 2)];
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
    const [a, b, c] = [saying('a', 1), saying('b', 2), saying('c', 3)];
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
    const history = await openHistory([saying('a', 1), saying('b', 2), saying('c', 3)]);
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
    const history = await openHistory(Array.from({ length: 103 }, (_, index) => saying(`t${index}`, index)));
    const count = async (limit?: number) => (await history.service.listThreads({ limit })).data.length;
    expect([await count(), await count(0), await count(101)]).toEqual([25, 1, 100]);
  });
});
