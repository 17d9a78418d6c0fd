import { describe, expect, it } from 'vitest';
import type { ThreadStore } from '../../../src/api/thread-store.js';
import { filesIn, useStore } from '../../support/open-store.js';
import { type RpcLine, rpcLines } from '../../support/rpc-store.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { numberedThread } from '../../support/threads.js';

const openStore = useStore(useTempFolder());
const UNKNOWN = '01a1fb5a-0000-7000-8000-000000000000';

/** Keys of an answer in the order in which Codex 0.169.0 has them. */
const SESSION_KEYS = [
  'thread',
  'model',
  'modelProvider',
  'serviceTier',
  'disabledPluginIds',
  'cwd',
  'runtimeWorkspaceRoots',
  'instructionSources',
  'approvalPolicy',
  'approvalsReviewer',
  'sandbox',
  'activePermissionProfile',
  'reasoningEffort',
  'multiAgentMode',
];

async function lines(store: ThreadStore, method: string, params: unknown): Promise<RpcLine[]> {
  const [group = []] = await rpcLines(store, [{ method, params }]);
  return group;
}

async function refusal(store: ThreadStore, method: string, params: unknown): Promise<[number, string]> {
  const [answer, ...more] = await lines(store, method, params);
  expect(more).toEqual([]);
  return [answer.error.code, answer.error.message];
}

describe('thread/start', () => {
  it('answers as Codex does and tells of the thread after that; nothing is on disk', async () => {
    const { store, home } = await openStore([numberedThread(1)]);
    const before = filesIn(home);
    const params = {
      cwd: 'project',
      model: 'gpt-of-client',
      modelProvider: 'provider',
      sandbox: 'danger-full-access',
    };
    const [answer, notification, ...more] = await lines(store, 'thread/start', params);
    expect(Object.keys(answer.result)).toEqual(SESSION_KEYS);
    expect(answer.result).toMatchObject({
      model: 'gpt-of-client',
      modelProvider: 'provider',
      cwd: '/home/mira/project',
      runtimeWorkspaceRoots: ['/home/mira/project'],
      approvalPolicy: 'on-request',
      sandbox: { type: 'dangerFullAccess' },
      thread: {
        historyMode: 'paginated',
        originator: 'tester',
        source: 'vscode',
        status: { type: 'idle' },
        turns: [],
      },
    });
    expect(notification).toEqual({
      method: 'thread/started',
      params: { thread: answer.result.thread },
      emittedAtMs: 1_000,
    });
    expect(more).toEqual([]);
    expect(filesIn(home)).toEqual(before);
    const { id } = answer.result.thread;
    const [read] = await lines(store, 'thread/read', { threadId: id });
    expect(read.result.thread).toMatchObject({ id, path: answer.result.thread.path });
  });

  it('refuses what it cannot keep', async () => {
    const { store } = await openStore([]);
    expect((await refusal(store, 'thread/start', { historyMode: 'future' }))[0]).toBe(-32600);
    expect((await refusal(store, 'thread/start', { ephemeral: true }))[1]).toContain('ephemeral');
    expect(await refusal(store, 'thread/start', { sandbox: 'read-only', permissions: ':read-only' })).toEqual(
      [-32600, '`permissions` cannot be combined with `sandbox`'],
    );
  });
});

describe('thread/fork', () => {
  it('thread_fork_creates_reference_backed_paginated_thread', async () => {
    const source = numberedThread(2, { detail: 'full', model: 'gpt-of-source' });
    const { store } = await openStore([source]);
    const [answer, notification, ...more] = await lines(store, 'thread/fork', { threadId: source.threadId });
    expect(Object.keys(answer.result)).toEqual(SESSION_KEYS);
    const { thread } = answer.result;
    expect(answer.result).toMatchObject({
      model: 'gpt-of-source',
      thread: {
        forkedFromId: source.threadId,
        preview: 'question 1',
        model: 'gpt-of-source',
        status: { type: 'idle' },
      },
    });
    expect(thread.turns.map(({ id }: { id: string }) => id)).toEqual(['turn-1', 'turn-2']);
    expect(notification).toMatchObject({
      method: 'thread/started',
      params: { thread: { ...thread, turns: [] } },
    });
    expect(more).toEqual([]);
  });

  it('leaves turns out where told, takes boundaries, and settings of its own', async () => {
    const source = numberedThread(3, { detail: 'full' });
    const { store, pathOf } = await openStore([source]);
    await store.readThread(source.threadId);
    const [byPath] = await lines(store, 'thread/fork', {
      threadId: '',
      path: pathOf(source.threadId),
      excludeTurns: true,
      lastTurnId: 'turn-2',
      cwd: '/elsewhere',
      sandbox: 'read-only',
      approvalPolicy: 'never',
      threadSource: 'label',
    });
    expect(byPath.result).toMatchObject({
      cwd: '/elsewhere',
      runtimeWorkspaceRoots: ['/elsewhere'],
      sandbox: { type: 'readOnly', networkAccess: false },
      approvalPolicy: 'never',
      thread: { forkedFromId: source.threadId, threadSource: 'label', turns: [] },
    });
    const [before] = await lines(store, 'thread/fork', { threadId: source.threadId, beforeTurnId: 'turn-2' });
    expect(before.result.thread.turns).toHaveLength(1);
  });

  it('words its refusals as Codex does', async () => {
    const source = numberedThread(2);
    const legacy = numberedThread(1, { seed: 2, historyMode: 'legacy' });
    const archived = numberedThread(1, { seed: 3 });
    const { store } = await openStore([source, legacy, { rollout: archived, archived: true }]);
    const { threadId } = source;
    const said = async (params: unknown) => {
      const [code, message] = await refusal(store, 'thread/fork', params);
      expect(code).toBe(-32600);
      return message;
    };
    expect(await said({ threadId, beforeTurnId: 'x', lastTurnId: 'y' })).toBe(
      '`beforeTurnId` cannot be combined with `lastTurnId`',
    );
    expect(await said({ threadId, lastTurnId: 'nope' })).toBe('turn not found: nope');
    expect(await said({ threadId, beforeTurnId: '' })).toBe('turn not found: ');
    expect(await said({ threadId: legacy.threadId, lastTurnId: 'nope' })).toBe(
      "lastTurnId 'nope' was not found in the source thread",
    );
    expect(await said({ threadId: UNKNOWN })).toBe(`no rollout found for thread id ${UNKNOWN}`);
    expect(await said({ threadId: 'not-an-id' })).toContain('invalid session id: ');
    expect(await said({ threadId: archived.threadId })).toBe(
      `session ${archived.threadId} is archived. Run \`codex unarchive ${archived.threadId}\` to unarchive it first.`,
    );
    expect(await said({ threadId: '', path: '/nowhere.jsonl' })).toBe(
      'failed to resolve rollout path `/nowhere.jsonl`: file does not exist',
    );
    expect(await said({ threadId, attachToSource: true })).toContain('attachToSource');
    expect(await said({ threadId, ephemeral: true })).toContain('ephemeral');
    expect(await said({})).toContain('threadId');
  });

  it('a thread of which nothing is on disk has no history to fork', async () => {
    const { store } = await openStore([]);
    const { threadId } = store.startThread({ cwd: '/work' });
    expect(await refusal(store, 'thread/fork', { threadId })).toEqual([
      -32600,
      `no rollout found for thread id ${threadId}`,
    ]);
  });
});

describe('thread/revert', () => {
  it('thread_revert_replaces_paginated_history_before_turn', async () => {
    const thread = numberedThread(3);
    const { store } = await openStore([thread]);
    const { threadId } = thread;
    const [answer, notification, ...more] = await lines(store, 'thread/revert', {
      threadId,
      beforeTurnId: 'turn-3',
    });
    expect(Object.keys(answer.result)).toEqual(['thread', 'turnsBackwardsCursor', 'itemsBackwardsCursor']);
    expect(answer.result.thread).toMatchObject({ id: threadId, turns: [] });
    expect(notification).toEqual({ method: 'thread/reverted', params: { threadId }, emittedAtMs: 1_000 });
    expect(more).toEqual([]);
    const { turnsBackwardsCursor: cursor, itemsBackwardsCursor } = answer.result;
    const [turns] = await lines(store, 'thread/turns/list', { threadId, cursor, limit: 1 });
    expect(turns.result.data).toMatchObject([{ id: 'turn-2' }]);
    const [items] = await lines(store, 'thread/items/list', {
      threadId,
      cursor: itemsBackwardsCursor,
      sortDirection: 'desc',
      limit: 1,
    });
    expect(items.result.data).toMatchObject([{ turnId: 'turn-2', item: { text: 'answer 2' } }]);
    const [nothing] = await lines(store, 'thread/revert', { threadId, beforeTurnId: 'turn-1' });
    expect(nothing.result).toMatchObject({ turnsBackwardsCursor: null, itemsBackwardsCursor: null });
  });

  it('words its refusals as Codex does', async () => {
    const thread = numberedThread(1);
    const legacy = numberedThread(1, { seed: 2, historyMode: 'legacy' });
    const { store } = await openStore([thread, legacy]);
    const said = (params: unknown) => refusal(store, 'thread/revert', params);
    expect(await said({ threadId: thread.threadId, beforeTurnId: 'nope' })).toEqual([
      -32600,
      'turn not found: nope',
    ]);
    expect(await said({ threadId: UNKNOWN, beforeTurnId: 'x' })).toEqual([
      -32600,
      `thread not found: ${UNKNOWN}`,
    ]);
    expect(await said({ threadId: legacy.threadId, beforeTurnId: 'turn-1' })).toEqual([
      -32600,
      'thread/revert only supports paginated threads',
    ]);
    expect((await said({ threadId: 'bad', beforeTurnId: 'x' }))[1]).toContain('invalid thread id: ');
    expect((await said({ threadId: thread.threadId }))[1]).toContain('beforeTurnId');
  });
});
