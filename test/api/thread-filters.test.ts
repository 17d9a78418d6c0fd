import { describe, expect, it } from 'vitest';
import type { ListThreadsOptions } from '../../src/api/list-threads.js';
import { createTestClock, rollout } from '../../src/testing/index.js';
import { type OpenHistory, useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';
import { previewsOf, sayingThread } from '../support/threads.js';

const openHistory = useHistory(useTempFolder());

async function names({ service }: OpenHistory, options?: ListThreadsOptions): Promise<string[]> {
  return previewsOf(await service.listThreads(options));
}

describe('thread/list filters', () => {
  it('a provider is never an implicit filter; named ones are exact', async () => {
    const history = await openHistory([
      sayingThread('a', 1, { modelProvider: 'openai' }),
      sayingThread('b', 2, { modelProvider: 'mock' }),
      sayingThread('c', 3, { modelProvider: 'mock-2' }),
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
        seed: 901,
        clock: createTestClock(1_772_442_000_000 + minute * 60_000),
      })
        .sessionMeta({ source })
        .turn((turn) => turn.user(name).complete());
    const history = await openHistory([
      sayingThread('cli', 1, { source: 'cli' }),
      sayingThread('vscode', 2, { source: 'vscode' }),
      sayingThread('exec', 3, { source: 'exec' }),
      sayingThread('mcp', 4, { source: 'mcp' }),
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
    const history = await openHistory([
      sayingThread('a', 1),
      { rollout: sayingThread('b', 2), archived: true },
    ]);
    expect(await names(history)).toEqual(['a']);
    expect(await names(history, { archived: false })).toEqual(['a']);
    expect(await names(history, { archived: true })).toEqual(['b']);
  });

  it('working folders are exact; an empty list matches nothing', async () => {
    const history = await openHistory([
      sayingThread('a', 1, { cwd: '/home/mira/tidemark' }),
      sayingThread('b', 2, { cwd: '/home/mira' }),
    ]);
    expect(await names(history, { cwds: ['/home/mira'] })).toEqual(['b']);
    expect(await names(history, { cwds: ['/home/mira/x/../tidemark/'] })).toEqual(['a']);
    expect(await names(history, { cwds: ['/home/mira', '/home/mira/tidemark'] })).toEqual(['b', 'a']);
    expect(await names(history, { cwds: [] })).toEqual([]);
  });

  it('a search term is a part of the preview, upper and lower case apart', async () => {
    const history = await openHistory([sayingThread('High tide at 100 %', 1), sayingThread('low_tide', 2)]);
    expect(await names(history, { searchTerm: 'tide' })).toEqual(['low_tide', 'High tide at 100 %']);
    expect(await names(history, { searchTerm: 'high' })).toEqual([]);
    expect(await names(history, { searchTerm: '' })).toHaveLength(2);
    // Not a pattern.
    expect(await names(history, { searchTerm: '%' })).toEqual(['High tide at 100 %']);
    expect(await names(history, { searchTerm: 'w_t' })).toEqual(['low_tide']);
  });

  it('excluded threads are left out, at most 100 of them', async () => {
    const [a, b] = [sayingThread('a', 1), sayingThread('b', 2)];
    const history = await openHistory([a, b]);
    expect(await names(history, { excludedThreadIds: [b.threadId] })).toEqual(['a']);
    expect(await names(history, { excludedThreadIds: [] })).toEqual(['b', 'a']);
    await expect(
      history.service.listThreads({ excludedThreadIds: Array.from({ length: 101 }, () => a.threadId) }),
    ).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('threads without a message are hidden', async () => {
    const empty = rollout({ detail: 'visible', seed: 902 }).sessionMeta();
    const blank = sayingThread('  \n ', 2);
    const history = await openHistory([empty, blank, sayingThread('a', 3)]);
    expect(await names(history)).toEqual(['a']);
  });
});

describe('thread/list by relation', () => {
  const agent = (name: string, minute: number, parentThreadId: string, threadId?: string) =>
    sayingThread(name, minute, {
      subAgent: { parentThreadId, agentPath: null, nickname: name },
      ...(threadId !== undefined && { threadId }),
    });
  const kinds = { sourceKinds: ['subAgentThreadSpawn'] } as const;

  it('gives children, or descendants of any depth, of their own kind', async () => {
    const root = sayingThread('root', 1);
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
    const root = sayingThread('root', 1);
    const silent = rollout({
      detail: 'visible',
      seed: 903,
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
    const root = sayingThread('root', 1);
    const review = rollout({ detail: 'visible', seed: 904 })
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
