import { describe, expect, it } from 'vitest';
import * as collab from '../../../src/events/event-msg/collab-agent.js';
import { SubAgentActivity } from '../../../src/events/event-msg/sub-agent-activity.js';
import * as collabItems from '../../../src/events/legacy-thread-item/collab-agent.js';
import { subAgentActivityItem } from '../../../src/events/legacy-thread-item/sub-agent-activity.js';

const THREAD = '01a1fb59-da95-7711-be9b-1e730f7dbc46';
const OTHER = '01a1fb59-da95-7711-be9b-1e730f7dbc47';

describe('calls between agents', () => {
  const caller = { call_id: 'c', sender_thread_id: THREAD };
  const task = { prompt: 'p', model: 'm', reasoning_effort: 'low' };
  const toOther = { ...caller, receiver_thread_id: OTHER };

  it('begin with whom they are for', () => {
    const spawn = collab.CollabAgentSpawnBegin.parse({
      type: 'collab_agent_spawn_begin',
      ...caller,
      ...task,
    });
    expect(collabItems.collabAgentSpawnBeginItem(spawn)).toMatchObject({
      tool: 'spawnAgent',
      status: 'inProgress',
      receiverThreadIds: [],
      prompt: 'p',
      model: 'm',
      reasoningEffort: 'low',
    });
    const input = collab.CollabAgentInteractionBegin.parse({
      type: 'collab_agent_interaction_begin',
      ...toOther,
      prompt: 'p',
    });
    expect(collabItems.collabAgentInteractionBeginItem(input)).toMatchObject({
      tool: 'sendInput',
      receiverThreadIds: [OTHER],
      prompt: 'p',
      model: null,
    });
    const wait = collab.CollabWaitingBegin.parse({
      type: 'collab_waiting_begin',
      ...caller,
      receiver_thread_ids: [OTHER],
    });
    expect(collabItems.collabWaitingBeginItem(wait)).toMatchObject({
      tool: 'wait',
      receiverThreadIds: [OTHER],
    });
    const close = collab.CollabCloseBegin.parse({ type: 'collab_close_begin', ...toOther });
    expect(collabItems.collabCloseBeginItem(close)).toMatchObject({ tool: 'closeAgent', prompt: null });
    const resume = collab.CollabResumeBegin.parse({ type: 'collab_resume_begin', ...toOther });
    expect(collabItems.collabResumeBeginItem(resume)).toMatchObject({
      tool: 'resumeAgent',
      agentsStates: {},
    });
  });

  it.each<[unknown, string]>([
    ['running', 'completed'],
    ['interrupted', 'completed'],
    [{ completed: 'done' }, 'completed'],
    [{ errored: 'no' }, 'failed'],
    ['not_found', 'failed'],
  ])('end at state %j as %s', (status, shown) => {
    const input = collab.CollabAgentInteractionEnd.parse({
      type: 'collab_agent_interaction_end',
      ...toOther,
      prompt: 'p',
      status,
    });
    expect(collabItems.collabAgentInteractionEndItem(input)).toMatchObject({ status: shown, prompt: 'p' });
    const close = collab.CollabCloseEnd.parse({ type: 'collab_close_end', ...toOther, status });
    expect(collabItems.collabCloseEndItem(close)).toMatchObject({
      status: shown,
      receiverThreadIds: [OTHER],
    });
    const resume = collab.CollabResumeEnd.parse({ type: 'collab_resume_end', ...toOther, status });
    expect(collabItems.collabResumeEndItem(resume).agentsStates).toHaveProperty(OTHER);
    const spawn = collab.CollabAgentSpawnEnd.parse({
      type: 'collab_agent_spawn_end',
      ...caller,
      ...task,
      new_thread_id: OTHER,
      status,
    });
    expect(collabItems.collabAgentSpawnEndItem(spawn)).toMatchObject({ status: shown, model: 'm' });
  });

  it('fail to start an agent that was not made', () => {
    const spawn = { type: 'collab_agent_spawn_end', ...caller, ...task, status: 'running' };
    expect(collabItems.collabAgentSpawnEndItem(collab.CollabAgentSpawnEnd.parse(spawn))).toMatchObject({
      status: 'failed',
      receiverThreadIds: [],
      agentsStates: {},
    });
  });

  it('wait for the agents that have a state, sorted, and fail with any of them', () => {
    const ended = (statuses: object) =>
      collabItems.collabWaitingEndItem(
        collab.CollabWaitingEnd.parse({ type: 'collab_waiting_end', ...caller, statuses }),
      );
    expect(ended({ [OTHER]: 'running', [THREAD]: 'shutdown' })).toMatchObject({
      status: 'completed',
      receiverThreadIds: [THREAD, OTHER],
      prompt: null,
    });
    expect(ended({ [OTHER]: 'running', [THREAD]: 'not_found' })).toMatchObject({ status: 'failed' });
    expect(ended({})).toMatchObject({ status: 'completed', receiverThreadIds: [] });
  });

  it('show activities under the id of their event', () => {
    const event = SubAgentActivity.parse({
      type: 'sub_agent_activity',
      event_id: 's',
      agent_thread_id: OTHER,
      agent_path: '/root/a',
      kind: 'started',
    });
    expect(subAgentActivityItem(event)).toEqual({
      type: 'subAgentActivity',
      model: null,
      reasoningEffort: null,
      id: 's',
      kind: 'started',
      agentThreadId: OTHER,
      agentPath: '/root/a',
    });
  });
});
