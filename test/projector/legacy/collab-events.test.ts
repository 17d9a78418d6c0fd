import { describe, test } from 'vitest';
import {
  event,
  itemCompleted,
  taskComplete,
  taskStarted,
  userMessage,
} from '../../support/legacy-records.js';
import { legacySpec } from '../../support/legacy-spec.js';

const SENDER = '00000000-0000-0000-0000-000000000001';
const RECEIVER = '00000000-0000-0000-0000-000000000002';

describe('events of other agents (legacy-history §4)', () => {
  test('reconstructs_collab_resume_end_item', () => {
    legacySpec()
      .given(userMessage('resume agent'))
      .given(
        event('collab_resume_end', {
          call_id: 'resume-1',
          completed_at_ms: 1,
          sender_thread_id: SENDER,
          receiver_thread_id: RECEIVER,
          status: { completed: null },
        }),
      )
      .thenTurns([
        {
          items: [
            { type: 'userMessage' },
            {
              type: 'collabAgentToolCall',
              id: 'resume-1',
              tool: 'resumeAgent',
              status: 'completed',
              senderThreadId: SENDER,
              receiverThreadIds: [RECEIVER],
              prompt: null,
              model: null,
              reasoningEffort: null,
              agentsStates: { [RECEIVER]: { status: 'completed', message: null } },
            },
          ],
        },
      ]);
  });

  const spawn = {
    call_id: 'spawn-1',
    sender_thread_id: SENDER,
    prompt: 'inspect the repo',
    model: 'gpt-5-mini',
    reasoning_effort: 'medium',
  };

  test('reconstructs_collab_spawn_end_item_with_model_metadata', () => {
    legacySpec()
      .given(userMessage('spawn agent'))
      .given(event('collab_agent_spawn_begin', { ...spawn, started_at_ms: 1 }))
      .thenTurns([
        { items: [{}, { id: 'spawn-1', status: 'inProgress', receiverThreadIds: [], agentsStates: {} }] },
      ])
      .given(
        event('collab_agent_spawn_end', {
          ...spawn,
          completed_at_ms: 2,
          new_thread_id: RECEIVER,
          new_agent_nickname: 'Scout',
          new_agent_role: 'explorer',
          status: 'running',
        }),
      )
      .thenTurns([
        {
          items: [
            { type: 'userMessage' },
            {
              type: 'collabAgentToolCall',
              id: 'spawn-1',
              tool: 'spawnAgent',
              status: 'completed',
              receiverThreadIds: [RECEIVER],
              prompt: 'inspect the repo',
              model: 'gpt-5-mini',
              reasoningEffort: 'medium',
              agentsStates: { [RECEIVER]: { status: 'running', message: null } },
            },
          ],
        },
      ]);
  });

  test('a spawn without a new thread failed', () => {
    legacySpec()
      .given(event('collab_agent_spawn_end', { ...spawn, completed_at_ms: 2, status: 'pending_init' }))
      .thenTurns([{ items: [{ id: 'spawn-1', status: 'failed', receiverThreadIds: [], agentsStates: {} }] }]);
  });

  test('reconstructs_interrupted_send_input_as_completed_collab_call', () => {
    const call = {
      call_id: 'send-1',
      sender_thread_id: SENDER,
      receiver_thread_id: RECEIVER,
      prompt: 'new task',
    };
    legacySpec()
      .given(userMessage('redirect'))
      .given(event('collab_agent_interaction_begin', { ...call, started_at_ms: 1 }))
      .given(event('collab_agent_interaction_end', { ...call, completed_at_ms: 2, status: 'interrupted' }))
      .thenTurns([
        {
          items: [
            { type: 'userMessage' },
            {
              id: 'send-1',
              tool: 'sendInput',
              status: 'completed',
              prompt: 'new task',
              agentsStates: { [RECEIVER]: { status: 'interrupted', message: null } },
            },
          ],
        },
      ]);
  });

  test('waiting fails if any agent failed, and lists the agents in order', () => {
    legacySpec()
      .given(
        event('collab_waiting_end', {
          call_id: 'wait-1',
          sender_thread_id: SENDER,
          completed_at_ms: 1,
          statuses: { [RECEIVER]: { errored: 'no' }, [SENDER]: 'running' },
        }),
      )
      .thenTurns([
        {
          items: [
            {
              id: 'wait-1',
              tool: 'wait',
              status: 'failed',
              receiverThreadIds: [SENDER, RECEIVER],
              prompt: null,
              agentsStates: {
                [SENDER]: { status: 'running' },
                [RECEIVER]: { status: 'errored', message: 'no' },
              },
            },
          ],
        },
      ]);
  });

  test('completed_sub_agent_activity_updates_completed_parent_turn', () => {
    const activity = {
      agent_thread_id: RECEIVER,
      agent_path: '/root/worker',
      model: 'gpt-5',
      reasoning_effort: 'low',
    };
    const shown = { type: 'subAgentActivity', agentThreadId: RECEIVER, agentPath: '/root/worker' };
    legacySpec()
      .given(taskStarted('turn-1'), userMessage('delegate'))
      .given(
        event('sub_agent_activity', { event_id: 'spawn-1', occurred_at_ms: 1, kind: 'started', ...activity }),
      )
      .given(
        itemCompleted('turn-1', { type: 'SubAgentActivity', id: 'spawn-1', kind: 'started', ...activity }),
      )
      .given(taskComplete('turn-1'), taskStarted('turn-2'))
      .given(
        itemCompleted('turn-1', { type: 'SubAgentActivity', id: 'done-1', kind: 'completed', ...activity }),
      )
      .thenTurns([
        {
          turnId: 'turn-1',
          items: [
            { type: 'userMessage' },
            { ...shown, id: 'spawn-1', kind: 'started', model: 'gpt-5', reasoningEffort: 'low' },
            { ...shown, id: 'done-1', kind: 'completed' },
          ],
        },
        { turnId: 'turn-2', items: [] },
      ]);
  });
});
