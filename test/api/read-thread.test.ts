import { describe, expect, it } from 'vitest';
import type { ThreadView } from '../../src/api/thread-view.js';
import { stringifyJson } from '../../src/events/json/stringify-json.js';
import { rollout } from '../../src/testing/index.js';
import { useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';
import { idsOf, numberedThread } from '../support/threads.js';

const openHistory = useHistory(useTempFolder());

const THREAD_KEYS = [
  'id',
  'environments',
  'extra',
  'sessionId',
  'forkedFromId',
  'attachedToThreadId',
  'parentThreadId',
  'preview',
  'ephemeral',
  'section',
  'sectionEnteredAt',
  'projectId',
  'historyMode',
  'modelProvider',
  'model',
  'reasoningEffort',
  'createdAt',
  'updatedAt',
  'recencyAt',
  'status',
  'path',
  'cwd',
  'cliVersion',
  'originator',
  'source',
  'canAcceptDirectInput',
  'threadSource',
  'agentNickname',
  'agentRole',
  'gitInfo',
  'name',
  'daybreakEnabled',
  'turns',
];

/** The values that do not come from the log and are always the same. */
const OUTSIDE_THE_LOG = {
  environments: null,
  extra: null,
  attachedToThreadId: null,
  ephemeral: false,
  section: null,
  sectionEnteredAt: null,
  projectId: null,
  status: { type: 'notLoaded' },
  canAcceptDirectInput: null,
  daybreakEnabled: null,
};

/** As it goes out, which is where raw JSON becomes part of it. */
const asSent = (thread: ThreadView): Record<string, unknown> => JSON.parse(stringifyJson(thread));

describe('a thread', () => {
  it('has its keys in the order of Codex, read or listed, and what the log says', async () => {
    const thread = rollout({
      cwd: '/home/mira/tidemark',
      cliVersion: '0.169.0',
      modelProvider: 'mock',
      originator: 'test_client',
      source: 'exec',
      git: { commit_hash: 'abc', branch: 'main', repository_url: 'https://git.example.net/x.git' },
    })
      .sessionMeta()
      .turn((turn) => turn.user('When is high tide?').complete());
    const { service, write } = await openHistory([]);
    const [path] = write(thread);
    const read = asSent(await service.readThread(thread.threadId));
    expect(Object.keys(read)).toEqual(THREAD_KEYS);
    expect(read).toEqual({
      ...OUTSIDE_THE_LOG,
      id: thread.threadId,
      sessionId: thread.threadId,
      forkedFromId: null,
      parentThreadId: null,
      preview: 'When is high tide?',
      historyMode: 'paginated',
      modelProvider: 'mock',
      model: 'gpt-5.5',
      reasoningEffort: read.reasoningEffort,
      createdAt: Date.parse('2026-03-02T09:00:00Z') / 1000,
      updatedAt: Math.floor(thread.updatedAt().getTime() / 1000),
      recencyAt: Math.floor(thread.updatedAt().getTime() / 1000),
      path,
      cwd: '/home/mira/tidemark',
      cliVersion: '0.169.0',
      originator: 'test_client',
      source: 'exec',
      threadSource: null,
      agentNickname: null,
      agentRole: null,
      gitInfo: { sha: 'abc', branch: 'main', originUrl: 'https://git.example.net/x.git' },
      name: null,
      turns: [],
    });
    const [listed] = (await service.listThreads({ sourceKinds: ['exec'] })).data;
    expect(listed && asSent(listed)).toEqual(read);
  });

  it('comes with all its turns and items when they are asked for', async () => {
    const thread = numberedThread(130);
    const { service } = await openHistory([thread]);
    const { turns } = await service.readThread(thread.threadId, { includeTurns: true });
    expect(idsOf({ data: turns })).toEqual(Array.from({ length: 130 }, (_, index) => `turn-${index + 1}`));
    expect(turns.every(({ items, itemsView }) => items.length === 2 && itemsView === 'full')).toBe(true);
    expect((await service.readThread(thread.threadId)).turns).toEqual([]);
  });

  it('that was forked names its source', async () => {
    const source = numberedThread(1);
    const fork = source.fork({ seed: 2 });
    const { service } = await openHistory([source, fork]);
    expect(await service.readThread(fork.threadId)).toMatchObject({ forkedFromId: source.threadId });
  });

  it('of a sub-agent names its parent and what it is', async () => {
    const parent = numberedThread(1);
    const agent = numberedThread(1, {
      seed: 2,
      sessionId: parent.threadId,
      subAgent: {
        parentThreadId: parent.threadId,
        agentPath: '/root/ada',
        nickname: 'Ada',
        role: 'reviewer',
        depth: 1,
      },
    });
    const { service } = await openHistory([parent, agent]);
    const read = asSent(await service.readThread(agent.threadId));
    expect(read).toMatchObject({
      sessionId: agent.threadId,
      parentThreadId: parent.threadId,
      threadSource: 'subagent',
      agentNickname: 'Ada',
      agentRole: 'reviewer',
    });
    expect(JSON.stringify(read.source)).toBe(
      `{"subAgent":{"thread_spawn":{"parent_thread_id":"${parent.threadId}","depth":1,"agent_path":"/root/ada","agent_nickname":"Ada","agent_role":"reviewer"}}}`,
    );
  });

  it('session_meta_defaults_legacy_history_mode', async () => {
    const old = rollout({ historyMode: 'legacy' }).sessionMeta({ history_mode: undefined });
    const { service } = await openHistory([old]);
    expect(await service.readThread(old.threadId)).toMatchObject({ historyMode: 'legacy' });
  });

  it('without any message is read, and is not listed', async () => {
    const thread = rollout().sessionMeta();
    const { service } = await openHistory([thread]);
    expect(await service.readThread(thread.threadId)).toMatchObject({ preview: '' });
    expect((await service.listThreads()).data).toEqual([]);
  });
});
