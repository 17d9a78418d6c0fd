import { describe, expect, it } from 'vitest';
import { threadItemJson } from '../../support/thread-item-json.js';

const SENDER = '01a1fb59-da95-7711-be9b-1e730f7dbc46';
const OTHER = '01a1fb59-da95-7711-be9b-1e730f7dbc47';
const call = {
  type: 'CollabAgentToolCall',
  id: 'c',
  tool: 'wait',
  status: 'completed',
  sender_thread_id: SENDER,
};
const shown = (fields: object) => JSON.parse(threadItemJson({ ...call, ...fields }));

describe('a call between agents', () => {
  it('shows null for all that is not known', () => {
    expect(threadItemJson(call)).toBe(
      `{"type":"collabAgentToolCall","id":"c","tool":"wait","status":"completed","senderThreadId":"${SENDER}","receiverThreadIds":[],"prompt":null,"model":null,"reasoningEffort":null,"agentsStates":{}}`,
    );
  });

  it.each([
    ['spawn_agent', 'spawnAgent'],
    ['send_input', 'sendInput'],
    ['resume_agent', 'resumeAgent'],
    ['close_agent', 'closeAgent'],
    ['send_message', 'sendMessage'],
    ['followup_task', 'followupTask'],
    ['interrupt_agent', 'interruptAgent'],
    ['list_agents', 'listAgents'],
  ])('shows the tool %s as %s', (tool, name) => {
    expect(shown({ tool })).toMatchObject({ tool: name });
  });

  it.each<[unknown, object]>([
    ['pending_init', { status: 'pendingInit', message: null }],
    ['running', { status: 'running', message: null }],
    ['interrupted', { status: 'interrupted', message: null }],
    ['shutdown', { status: 'shutdown', message: null }],
    ['not_found', { status: 'notFound', message: null }],
    [{ completed: 'done' }, { status: 'completed', message: 'done' }],
    [{ completed: null }, { status: 'completed', message: null }],
    [{ errored: 'no' }, { status: 'errored', message: 'no' }],
  ])('shows the state %j', (state, json) => {
    expect(shown({ agents_states: { [OTHER]: state } }).agentsStates).toEqual({ [OTHER]: json });
  });

  it('keeps the order of receivers and states, and shows no names', () => {
    const receivers = [OTHER, SENDER];
    const json = threadItemJson({
      ...call,
      status: 'in_progress',
      receiver_thread_ids: receivers,
      receiver_agents: [{ thread_id: OTHER, agent_nickname: 'Ada' }],
      prompt: 'token=abcdefgh',
      model: 'm',
      reasoning_effort: 'high',
      agents_states: { [OTHER]: 'running', [SENDER]: 'shutdown' },
    });
    expect(json).toBe(
      `{"type":"collabAgentToolCall","id":"c","tool":"wait","status":"inProgress","senderThreadId":"${SENDER}","receiverThreadIds":["${OTHER}","${SENDER}"],"prompt":"token=abcdefgh","model":"m","reasoningEffort":"high",` +
        `"agentsStates":{"${OTHER}":{"status":"running","message":null},"${SENDER}":{"status":"shutdown","message":null}}}`,
    );
  });

  it.each([SENDER.toUpperCase(), `{${SENDER}}`, `urn:uuid:${SENDER}`, SENDER.replaceAll('-', '')])(
    'shows the thread id %s in its one spelling',
    (id) => {
      expect(shown({ sender_thread_id: id }).senderThreadId).toBe(SENDER);
    },
  );
});

describe('an activity of a sub-agent', () => {
  const activity = {
    type: 'SubAgentActivity',
    id: 's',
    kind: 'started',
    agent_thread_id: OTHER,
    agent_path: '/root/a',
  };

  it('shows model and effort, or null', () => {
    expect(threadItemJson(activity)).toBe(
      `{"type":"subAgentActivity","model":null,"reasoningEffort":null,"id":"s","kind":"started","agentThreadId":"${OTHER}","agentPath":"/root/a"}`,
    );
    expect(JSON.parse(threadItemJson({ ...activity, model: 'm', reasoning_effort: 'low' }))).toMatchObject({
      model: 'm',
      reasoningEffort: 'low',
    });
  });
});
