import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TurnItem } from '../../src/events/turn-item/turn-item.js';
import { arbitraryTurnItem } from '../support/arbitrary-turn-items.js';

const THREAD = '01a1fb59-da95-7711-be9b-1e730f7dbc46';
const command = {
  type: 'CommandExecution',
  id: 'c',
  command: ['ls'],
  cwd: 'file:///w',
  parsed_cmd: [],
  source: 'agent',
  status: 'completed',
};
const image = (input: object) => ({
  type: 'UserMessage',
  id: 'u',
  content: [{ type: 'image', ...input }],
});
const activity = {
  type: 'SubAgentActivity',
  id: 's',
  kind: 'started',
  agent_thread_id: THREAD,
  agent_path: '/root/a',
};
const generation = { type: 'Extension', kind: 'image_gen.generation', id: 'g', status: 'done' };

const decodes = (item: unknown) => TurnItem.safeParse(item).success;

describe('TurnItem', () => {
  it('reads every kind that is written, and keeps fields it does not know', () => {
    fc.assert(
      fc.property(arbitraryTurnItem, (item) => {
        const later = { ...item, field_of_a_later_version: [1] };
        expect(TurnItem.parse(later)).toMatchObject(later);
      }),
    );
  });

  it.each<[string, unknown]>([
    ['an unknown kind', { type: 'Weird', id: 'x' }],
    ['an unknown extension', { type: 'Extension', kind: 'workflow.run', id: 'x' }],
    ['an unknown status', { ...command, status: 'paused' }],
    ['an unknown phase', { type: 'AgentMessage', id: 'a', content: [], phase: 'middle' }],
    ['an unknown delivery', { type: 'AgentMessage', id: 'a', content: [], delivery: 'sync' }],
    ['an unknown activity', { ...activity, kind: 'paused' }],
    [
      'a patch in progress, which has no word',
      { type: 'FileChange', id: 'f', changes: {}, status: 'in_progress' },
    ],
    ['a missing command line', { ...command, command: undefined }],
    ['a relative working directory', { ...command, cwd: 'w' }],
    ['a URI of another scheme', { ...command, cwd: 'http://w/' }],
    ['a file URI with a query', { ...command, cwd: 'file:///w?x' }],
    ['an exit code beyond 32 bits', { ...command, exit_code: 3_000_000_000 }],
    ['an image without a source', image({})],
    ['an image of unknown detail', image({ image_url: 'u', detail: 'max' })],
    ['a thread id that is none', { ...activity, agent_thread_id: 'x' }],
    ['an agent path outside the tree', { ...activity, agent_path: '/x/a' }],
    ['tool arguments that are missing', { type: 'DynamicToolCall', id: 'd', tool: 't', status: 'completed' }],
    ['a generated image without a source', generation],
    ['a hosted search without an action', { type: 'WebSearch', id: 'w', query: 'q' }],
  ])('refuses %s', (_, item) => {
    expect(decodes(item)).toBe(false);
  });

  it.each<[string, unknown]>([
    ['null where a field may be missing', { ...command, process_id: null, exit_code: null, duration: null }],
    [
      'null tool arguments',
      { type: 'DynamicToolCall', id: 'd', tool: 't', arguments: null, status: 'failed' },
    ],
    ['an image with a null source beside the other', image({ image_url: null, file_id: 'f' })],
    ['a path instead of a URI', { ...command, cwd: '/w' }],
    ['a Windows path instead of a URI', { ...command, cwd: 'C:\\w' }],
    ['an activity without model and effort', activity],
    ['the older kind of pause', { type: 'Sleep', id: 's', duration_ms: 5 }],
  ])('accepts %s', (_, item) => {
    expect(decodes(item)).toBe(true);
  });

  it('fills lists that were left out', () => {
    expect(TurnItem.parse({ type: 'Reasoning', id: 'r', summary_text: ['s'] })).toMatchObject({
      raw_content: [],
    });
    expect(
      TurnItem.parse({
        type: 'CollabAgentToolCall',
        id: 'c',
        tool: 'wait',
        status: 'completed',
        sender_thread_id: THREAD,
      }),
    ).toMatchObject({ receiver_thread_ids: [], receiver_agents: [], agents_states: {} });
  });

  it('reads an unknown search action as another kind of action', () => {
    const search = { type: 'WebSearch', id: 'w', query: 'q', action: { type: 'screenshot' } };
    expect(TurnItem.parse(search)).toMatchObject({ action: { type: 'other' } });
    const extension = { ...search, type: 'Extension', kind: 'web.search' };
    expect(TurnItem.parse(extension)).toMatchObject({ action: { type: 'other' } });
  });

  it('respells the camelCase items of an intermediate version', () => {
    const { parsed_cmd, ...rest } = command;
    const older = {
      ...rest,
      parsedCmd: parsed_cmd,
      status: 'inProgress',
      aggregatedOutput: 'out',
      exitCode: 1,
    };
    expect(TurnItem.parse(older)).toEqual({
      ...command,
      status: 'in_progress',
      aggregated_output: 'out',
      exit_code: 1,
    });
    expect(
      TurnItem.parse({
        type: 'CollabAgentToolCall',
        id: 'c',
        tool: 'spawnAgent',
        status: 'completed',
        senderThreadId: THREAD,
        agentsStates: { [THREAD]: 'pending_init' },
      }),
    ).toMatchObject({
      tool: 'spawn_agent',
      sender_thread_id: THREAD,
      agents_states: { [THREAD]: 'pending_init' },
    });
  });

  it('leaves the name of a client tool and its arguments alone when it respells', () => {
    const call = { type: 'DynamicToolCall', id: 'd', tool: 'lookUp', arguments: { someKey: 1 } };
    expect(TurnItem.parse({ ...call, status: 'inProgress' })).toEqual({ ...call, status: 'in_progress' });
  });
});
