import { describe, expect, it } from 'vitest';
import { ItemCompleted, ItemStarted } from '../../src/events/event-msg/item-lifecycle.js';
import { legacyEventsOf } from '../../src/events/fan-out/legacy-events-of.js';

const THREAD = '01a1fb59-da95-7711-be9b-1e730f7dbc46';
const OTHER = '01a1fb59-da95-7711-be9b-1e730f7dbc47';
const lifecycle = { thread_id: THREAD, turn_id: 't' };
const started = (item: object) =>
  legacyEventsOf(ItemStarted.parse({ type: 'item_started', ...lifecycle, item, started_at_ms: 3 }));
const completed = (item: object) =>
  legacyEventsOf(ItemCompleted.parse({ type: 'item_completed', ...lifecycle, item, completed_at_ms: 5 }));

const collab = {
  type: 'CollabAgentToolCall',
  id: 'c',
  tool: 'send_input',
  status: 'completed',
  sender_thread_id: THREAD,
};
const receiver = { receiver_thread_ids: [OTHER], agents_states: { [OTHER]: 'running' } };

describe('legacyEventsOf a call between agents', () => {
  it('addresses an agent only where there is one', () => {
    expect(started(collab)).toEqual([]);
    expect(completed(collab)).toEqual([]);
    expect(started({ ...collab, ...receiver, prompt: 'p' })).toEqual([
      {
        type: 'collab_agent_interaction_begin',
        call_id: 'c',
        started_at_ms: 3,
        sender_thread_id: THREAD,
        receiver_thread_id: OTHER,
        prompt: 'p',
      },
    ]);
  });

  it.each([
    ['send_input', 'collab_agent_interaction_end'],
    ['resume_agent', 'collab_resume_end'],
    ['close_agent', 'collab_close_end'],
  ])('ends %s with the state and the names of the agent', (tool, type) => {
    const receiver_agents = [{ thread_id: OTHER, agent_nickname: 'Ada' }];
    expect(completed({ ...collab, ...receiver, tool, receiver_agents })).toMatchObject([
      {
        type,
        completed_at_ms: 5,
        receiver_thread_id: OTHER,
        receiver_agent_nickname: 'Ada',
        status: 'running',
      },
    ]);
    expect(completed({ ...collab, ...receiver, tool, agents_states: {} })).toMatchObject([
      { status: 'not_found' },
    ]);
    expect(completed({ ...collab, ...receiver, tool, status: 'in_progress' })).toEqual([]);
  });

  it('ends the start of an agent, made or not', () => {
    const spawn = { ...collab, tool: 'spawn_agent', prompt: 'p', model: 'm', reasoning_effort: 'low' };
    expect(completed({ ...spawn, ...receiver })).toMatchObject([
      { type: 'collab_agent_spawn_end', new_thread_id: OTHER, model: 'm', status: 'running' },
    ]);
    expect(completed(spawn)).toMatchObject([{ new_thread_id: null, status: 'not_found' }]);
  });

  it('waits for agents', () => {
    const wait = { ...collab, tool: 'wait', ...receiver, receiver_agents: [{ thread_id: OTHER }] };
    expect(started(wait)).toMatchObject([{ type: 'collab_waiting_begin', receiver_thread_ids: [OTHER] }]);
    expect(completed(wait)).toMatchObject([
      {
        type: 'collab_waiting_end',
        agent_statuses: [{ thread_id: OTHER, status: 'running' }],
        statuses: { [OTHER]: 'running' },
      },
    ]);
  });

  it.each(['send_message', 'followup_task', 'interrupt_agent', 'list_agents'])(
    'gives none for the tool %s',
    (tool) => {
      const call = { ...collab, ...receiver, tool };
      expect([...started(call), ...completed(call)]).toEqual([]);
    },
  );
});
