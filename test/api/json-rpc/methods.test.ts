import { describe, expect, it } from 'vitest';
import { type RolloutBuilder, rollout } from '../../../src/testing/index.js';
import { type OpenHistory, useHistory } from '../../support/open-history.js';
import { type RpcClient, rpcOver } from '../../support/rpc-client.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { numberedThread } from '../../support/threads.js';

const openHistory = useHistory(useTempFolder());

async function rpcOf(...rollouts: RolloutBuilder[]): Promise<{ rpc: RpcClient; history: OpenHistory }> {
  const history = await openHistory(rollouts);
  return { rpc: rpcOver(history.service), history };
}

/** The text of an answer without the id of its call. */
const resultText = async (rpc: RpcClient, method: string, params: unknown): Promise<string> =>
  (await rpc.callText(method, params)).replace(/^\{"id":"[^"]*","result":/, '').slice(0, -1);

describe('initialize', () => {
  it('says who answers', async () => {
    const { rpc } = await rpcOf();
    expect((await rpc.call('initialize', { clientInfo: { name: 'me', version: '2' } })).result).toEqual({
      userAgent: 'me/2 threadloom/1.2.3',
      codexHome: '/home/mira/.codex',
      platformFamily: 'unix',
      platformOs: 'linux',
    });
    expect(await rpc.errorOf('initialize', {})).toMatchObject({ code: -32600 });
  });
});

describe('answers', () => {
  it('have their keys in the order of Codex', async () => {
    const thread = numberedThread(2);
    const { rpc } = await rpcOf(thread);
    const { threadId } = thread;
    const keys = async (method: string, params: object) =>
      Object.keys((await rpc.call(method, { threadId, ...params })).result);
    expect(await keys('thread/list', {})).toEqual(['data', 'readStates', 'nextCursor', 'backwardsCursor']);
    expect(await keys('thread/read', {})).toEqual(['thread', 'readState']);
    expect(await keys('thread/turns/list', {})).toEqual(['data', 'nextCursor', 'backwardsCursor']);
    expect(await keys('thread/items/list', {})).toEqual(['data', 'nextCursor', 'backwardsCursor']);
    expect(await keys('thread/items/read', { turnId: 'turn-1', itemIds: ['x'] })).toEqual(['data']);
    expect(await keys('thread/timeline/list', {})).toEqual([
      'data',
      'nextCursor',
      'activeRealtimeSessionAtPageStart',
    ]);
    expect(await keys('thread/searchOccurrences', { searchTerm: 'answer' })).toEqual(['data', 'nextCursor']);
    expect(await keys('thread/search', { searchTerm: 'answer' })).toEqual([
      'data',
      'nextCursor',
      'backwardsCursor',
    ]);
  });

  it('paginated_stored_thread_routes_projected_turns: with the parameters of the protocol', async () => {
    const thread = numberedThread(3);
    const { rpc } = await rpcOf(thread);
    const { threadId } = thread;
    const turns = await rpc.call('thread/turns/list', {
      threadId,
      limit: 1,
      sortDirection: 'asc',
      itemsView: 'full',
      cursor: null,
    });
    expect(turns.result.data).toMatchObject([{ id: 'turn-1', itemsView: 'full', items: [{}, {}] }]);
    const next = await rpc.call('thread/turns/list', {
      threadId,
      cursor: turns.result.nextCursor,
      sortDirection: 'asc',
    });
    expect(next.result.data).toMatchObject([{ id: 'turn-2' }, { id: 'turn-3' }]);
    const items = await rpc.call('thread/items/list', { threadId, turnId: 'turn-2', limit: 1 });
    const anchor = { type: 'item', itemId: items.result.data[0].item.id };
    const rest = await rpc.call('thread/items/list', { threadId, turnId: 'turn-2', cursor: anchor });
    expect(rest.result.data).toMatchObject([{ turnId: 'turn-2', item: { text: 'answer 2' } }]);
    const read = await rpc.call('thread/items/read', {
      threadId,
      turnId: 'turn-2',
      itemIds: [anchor.itemId],
    });
    expect(read.result.data).toEqual(items.result.data);
    const newest = await rpc.call('thread/items/list', { threadId, sortDirection: 'desc', limit: 0 });
    expect(newest.result.data).toMatchObject([{ item: { text: 'answer 3' } }]);
  });

  it('paginated_history_lists_and_legacy_reads_use_projected_turns_and_items', async () => {
    const thread = numberedThread(2);
    const { rpc } = await rpcOf(thread);
    const { threadId } = thread;
    const listed = await rpc.call('thread/turns/list', { threadId, sortDirection: 'asc', itemsView: 'full' });
    const read = await rpc.call('thread/read', { threadId, includeTurns: true });
    expect(read.result.thread.turns).toEqual(listed.result.data);
    const items = await rpc.call('thread/items/list', { threadId });
    expect(items.result.data.map(({ item }: { item: unknown }) => item)).toEqual(
      listed.result.data.flatMap(({ items: of }: { items: unknown[] }) => of),
    );
    expect((await rpc.call('thread/read', { threadId })).result.thread.turns).toEqual([]);
  });

  it('thread_items_list_returns_unsupported: we differ, legacy threads answer where Codex refuses', async () => {
    const thread = numberedThread(1, { historyMode: 'legacy' });
    const { rpc } = await rpcOf(thread);
    const { threadId } = thread;
    const calls: [string, object][] = [
      ['thread/items/list', {}],
      ['thread/items/read', { turnId: 'turn-1', itemIds: ['item-1'] }],
      ['thread/timeline/list', {}],
      ['thread/searchOccurrences', { searchTerm: 'answer' }],
    ];
    for (const [method, params] of calls) {
      const { result } = await rpc.call(method, { threadId, ...params });
      expect(result.data.length).toBeGreaterThan(0);
    }
  });

  it('leave out outputs on request', async () => {
    const thread = rollout({ detail: 'visible' })
      .sessionMeta()
      .turn(
        (turn) =>
          turn.command({ command: 'ls', output: 'a\n' }).mcp({ server: 's', tool: 't', result: 'ok' }),
        {
          turnId: 'turn-1',
        },
      );
    const { rpc } = await rpcOf(thread);
    const text = await resultText(rpc, 'thread/items/list', {
      threadId: thread.threadId,
      turnId: 'turn-1',
      deferOutput: { commandExecution: true, mcpToolCall: true },
    });
    expect(text.match(/"completedAtMs":\d+\},"outputDeferred":true,"startedAtMs":/g)).toHaveLength(2);
    expect(text).toContain('"aggregatedOutput":null');
    expect(text).toContain('"content":[]');
  });

  it('keep every digit of every number, and the order of keys', async () => {
    const args = '{"b":1.10,"a":12345678901234567890,"10":1e+400,"9":-0.0,"c":[0.1,1E5]}';
    const thread = rollout({ detail: 'visible' }).sessionMeta();
    const timestamp = '2026-03-02T09:00:01.000Z';
    const item = `{"type":"McpToolCall","id":"m1","server":"s","tool":"t","arguments":${args},"status":"completed","duration":null}`;
    const payload = `{"type":"item_completed","thread_id":"${thread.threadId}","turn_id":"t1","item":${item},"started_at_ms":5,"completed_at_ms":6}`;
    thread.raw(`{"timestamp":"${timestamp}","ordinal":1,"type":"event_msg","payload":${payload}}\n`);
    thread.nextOrdinal(2).turn((turn) => turn.complete(), { turnId: 't1' });
    const { rpc } = await rpcOf(thread);
    const { threadId } = thread;
    const kept = `"arguments":${args.replace('1E5', '1e+5')}`;
    const calls: [string, object][] = [
      ['thread/items/list', {}],
      ['thread/items/list', { turnId: 't1', deferOutput: { mcpToolCall: true } }],
      ['thread/items/read', { turnId: 't1', itemIds: ['m1'] }],
      ['thread/turns/list', { itemsView: 'full' }],
      ['thread/timeline/list', {}],
      ['thread/read', { includeTurns: true }],
    ];
    for (const [method, params] of calls) {
      expect(await resultText(rpc, method, { threadId, ...params })).toContain(kept);
    }
  });

  it('show threads as Codex does: what only the log knows is told by thread/read', async () => {
    const source = numberedThread(1, { detail: 'full' });
    const fork = source.fork({ seed: 2 });
    const agent = numberedThread(1, {
      seed: 3,
      detail: 'full',
      subAgent: { parentThreadId: source.threadId, agentPath: null, nickname: 'Ada' },
    });
    const { rpc } = await rpcOf(source, fork, agent);
    const listed = await rpc.call('thread/list', {});
    expect(listed.result.data.map((thread: { forkedFromId: unknown }) => thread.forkedFromId)).toEqual([
      null,
      null,
    ]);
    const read = await rpc.call('thread/read', { threadId: fork.threadId });
    expect(read.result.thread.forkedFromId).toBe(source.threadId);
    const kinds = { sourceKinds: ['subAgentThreadSpawn'] };
    const shown = { parentThreadId: null, threadSource: null, agentNickname: 'Ada' };
    expect((await rpc.call('thread/list', kinds)).result.data).toMatchObject([shown]);
    const related = await rpc.call('thread/list', { ...kinds, parentThreadId: source.threadId });
    expect(related.result.data).toMatchObject([{ ...shown, parentThreadId: source.threadId }]);
    const found = await rpc.call('thread/search', { ...kinds, searchTerm: 'answer' });
    expect(found.result.data).toMatchObject([{ thread: shown }]);
  });
});
