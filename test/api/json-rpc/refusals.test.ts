import { describe, expect, it } from 'vitest';
import type { RolloutBuilder } from '../../../src/testing/index.js';
import { type OpenHistory, useHistory } from '../../support/open-history.js';
import { type RpcClient, rpcOver } from '../../support/rpc-client.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { addNumberedTurns, numberedThread } from '../../support/threads.js';

const openHistory = useHistory(useTempFolder());

async function rpcOf(...rollouts: RolloutBuilder[]): Promise<{ rpc: RpcClient; history: OpenHistory }> {
  const history = await openHistory(rollouts);
  return { rpc: rpcOver(history.service), history };
}

const NOBODY = '01a1fb5a-0000-7000-8000-000000000000';

describe('thread/list parameters', () => {
  it('are those of the service, by their names in the protocol', async () => {
    const a = numberedThread(1, { cwd: '/a', modelProvider: 'mock' });
    const b = numberedThread(1, { seed: 2, cwd: '/b', source: 'exec' });
    const { rpc, history } = await rpcOf(a);
    history.write({ rollout: b, archived: true });
    const ids = async (params: object) =>
      (await rpc.call('thread/list', params)).result.data.map(({ id }: { id: string }) => id);
    const archivedExec = { archived: true, sourceKinds: ['exec'] };
    expect(await ids({})).toEqual([a.threadId]);
    expect(await ids(archivedExec)).toEqual([b.threadId]);
    expect(await ids({ cwd: '/a' })).toEqual([a.threadId]);
    expect(await ids({ cwd: ['/b', '/c'] })).toEqual([]);
    expect(await ids({ ...archivedExec, cwd: ['/b', '/c'] })).toEqual([b.threadId]);
    expect(await ids({ cwd: null, modelProviders: null, sourceKinds: null, archived: null })).toEqual([
      a.threadId,
    ]);
    expect(await ids({ modelProviders: ['mock'] })).toEqual([a.threadId]);
    expect(await ids({ modelProviders: ['openai'] })).toEqual([]);
    expect(await ids({ excludedThreadIds: [a.threadId] })).toEqual([]);
    expect(await ids({ searchTerm: 'question' })).toEqual([a.threadId]);
    expect(await ids({ useStateDbOnly: true, unheardOf: 1 })).toEqual([a.threadId]);
  });

  it('that cannot be granted say why', async () => {
    const { rpc } = await rpcOf();
    const both = { parentThreadId: NOBODY, ancestorThreadId: NOBODY };
    expect(await rpc.errorOf('thread/list', both)).toMatchObject({
      code: -32600,
      message: 'parentThreadId and ancestorThreadId are mutually exclusive',
    });
    expect(await rpc.errorOf('thread/list', { cursor: 'garbage' })).toMatchObject({
      code: -32600,
      message: 'invalid cursor: garbage',
    });
    expect(await rpc.errorOf('thread/list', { sortKey: 'section_position' })).toMatchObject({
      code: -32600,
    });
    expect(await rpc.errorOf('thread/list', { originators: ['x'] })).toMatchObject({ code: -32602 });
    expect(await rpc.errorOf('thread/list', { parentThreadId: 'x' })).toMatchObject({
      code: -32600,
      message: expect.stringMatching(/^invalid parent thread id: /),
    });
  });
});

describe('refusals over JSON-RPC', () => {
  it('have the numbers and words of Codex', async () => {
    const thread = numberedThread(1);
    const fork = addNumberedTurns(thread.fork({ seed: 2 }), 2, 2);
    const { rpc, history } = await rpcOf(thread, fork);
    const archived = numberedThread(1, { seed: 3 });
    history.write({ rollout: archived, archived: true });
    const { threadId } = fork;
    const hole = (kind: string) =>
      JSON.stringify({
        requestedThreadId: threadId,
        rolloutOrdinal: 5,
        includeAnchor: true,
        scope: { kind },
      });
    const outside = 'invalid cursor: position outside thread lineage';
    const anchor = { type: 'item', itemId: 'nobody' };
    const refusals: [method: string, params: object, code: number, message: string][] = [
      ['thread/turns/list', { cursor: 'garbage' }, -32600, 'invalid cursor: garbage'],
      ['thread/items/list', { cursor: 'garbage' }, -32600, 'invalid cursor: garbage'],
      ['thread/turns/list', { cursor: hole('turns') }, -32600, outside],
      ['thread/items/list', { cursor: hole('itemsByCreatedAtOrdinal') }, -32600, outside],
      ['thread/items/list', { cursor: anchor }, -32602, 'turnId is required when cursor is an item anchor'],
      [
        'thread/items/list',
        { cursor: anchor, turnId: 'turn-1' },
        -32602,
        'cursor.itemId does not identify an item in the requested history scope',
      ],
      ['thread/items/read', { turnId: 'turn-1', itemIds: [] }, -32600, 'itemIds must contain 1 to 100 IDs'],
      ['thread/timeline/list', { cursor: 'garbage' }, -32600, 'invalid thread timeline cursor'],
      [
        'thread/timeline/list',
        { threadId: archived.threadId },
        -32600,
        `thread ${archived.threadId} is archived`,
      ],
      [
        'thread/searchOccurrences',
        { searchTerm: '  ' },
        -32600,
        'thread/searchOccurrences requires a non-empty searchTerm',
      ],
      ['thread/searchOccurrences', { searchTerm: 'a', cursor: 'garbage' }, -32600, 'invalid cursor: garbage'],
    ];
    for (const [method, params, code, message] of refusals) {
      expect({ method, ...(await rpc.errorOf(method, { threadId, ...params })) }).toMatchObject({
        method,
        code,
        message,
      });
    }
    for (const method of ['thread/read', 'thread/turns/list', 'thread/items/list', 'thread/timeline/list']) {
      expect(await rpc.errorOf(method, { threadId: NOBODY })).toEqual({
        code: -32600,
        message: `thread not loaded: ${NOBODY}`,
        data: { kind: 'thread-not-found' },
      });
    }
  });

  it('meet parameters of the wrong form before anything is looked up', async () => {
    const { rpc } = await rpcOf();
    const wrong: [string, object, string][] = [
      ['thread/turns/list', {}, 'threadId'],
      ['thread/turns/list', { threadId: 7 }, 'threadId'],
      ['thread/turns/list', { threadId: NOBODY, limit: -1 }, 'limit'],
      ['thread/turns/list', { threadId: NOBODY, limit: 1.5 }, 'limit'],
      ['thread/turns/list', { threadId: NOBODY, limit: '5' }, 'limit'],
      ['thread/turns/list', { threadId: NOBODY, sortDirection: 'up' }, 'sortDirection'],
      ['thread/turns/list', { threadId: NOBODY, itemsView: 'all' }, 'itemsView'],
      ['thread/items/list', { threadId: NOBODY, cursor: { type: 'turn', turnId: 'x' } }, 'cursor'],
      ['thread/items/read', { threadId: NOBODY, turnId: 'x' }, 'itemIds'],
      ['thread/read', { threadId: NOBODY, includeTurns: null }, 'includeTurns'],
      ['thread/searchOccurrences', { threadId: NOBODY }, 'searchTerm'],
      ['thread/list', { sortKey: 'name' }, 'sortKey'],
      ['thread/list', { sourceKinds: ['tui'] }, 'sourceKinds'],
    ];
    for (const [method, params, where] of wrong) {
      expect(await rpc.errorOf(method, params)).toMatchObject({
        code: -32600,
        message: expect.stringMatching(new RegExp(`^Invalid request: ${where}`)),
        data: { kind: 'invalid-params' },
      });
    }
    expect(await rpc.errorOf('thread/list', [])).toMatchObject({ code: -32600 });
  });

  it('take thread ids in any spelling of a UUID', async () => {
    const thread = numberedThread(1);
    const { rpc } = await rpcOf(thread);
    const { threadId } = thread;
    for (const spelling of [
      threadId.toUpperCase(),
      `urn:uuid:${threadId}`,
      `{${threadId}}`,
      threadId.replaceAll('-', ''),
    ]) {
      expect((await rpc.call('thread/read', { threadId: spelling })).result.thread.id).toBe(threadId);
    }
    for (const bad of ['', 'x', '019cab00', `${threadId}0`, `${threadId.slice(0, -1)}g`]) {
      expect(await rpc.errorOf('thread/read', { threadId: bad })).toMatchObject({
        code: -32600,
        message: expect.stringMatching(/^invalid thread id: /),
      });
    }
  });
});
