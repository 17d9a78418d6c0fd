/** Records that the world state depends on, with only what a decoder insists on; each is checked as a decoded one would be. */
import type { RolloutRecord } from '../../src/events/decode-line.js';
import { RolloutRecord as Schema } from '../../src/events/record/rollout-record.js';
import { isTurnBoundary } from '../../src/model-context/index.js';

type Fields = Record<string, unknown>;
type ResponseItemRecord = Extract<RolloutRecord, { type: 'response_item' }>;
type WorldStateRecord = Extract<RolloutRecord, { type: 'world_state' }>;

const event = (payload: Fields): RolloutRecord => Schema.parse({ type: 'event_msg', payload });

export const started = (turnId: string): RolloutRecord => event({ type: 'task_started', turn_id: turnId });
export const completed = (turnId: string): RolloutRecord => event({ type: 'task_complete', turn_id: turnId });
export const aborted = (turnId?: string): RolloutRecord =>
  event({ type: 'turn_aborted', turn_id: turnId ?? null, reason: 'interrupted' });
export const asked = (message = 'a question'): RolloutRecord => event({ type: 'user_message', message });
export const rolledBack = (turns: number): RolloutRecord =>
  event({ type: 'thread_rolled_back', num_turns: turns });

export const full = (state: Fields): WorldStateRecord => ({
  type: 'world_state',
  payload: { full: true, state },
});
export const patch = (state: Fields): WorldStateRecord => ({
  type: 'world_state',
  payload: { full: false, state },
});
export const compacted = (): Extract<RolloutRecord, { type: 'compacted' }> => ({
  type: 'compacted',
  payload: { message: 'a summary' },
});

export const turnContext = (turnId: string): Extract<RolloutRecord, { type: 'turn_context' }> => ({
  type: 'turn_context',
  payload: {
    turn_id: turnId,
    cwd: '/work',
    approval_policy: 'never',
    sandbox_policy: { type: 'danger-full-access' },
    model: 'gpt-5.5',
  },
});

export const userItem = (text = 'a question'): ResponseItemRecord => ({
  type: 'response_item',
  payload: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
});
export const assistantItem = (text = 'an answer'): ResponseItemRecord => ({
  type: 'response_item',
  payload: { type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] },
});

/** A turn that the user asked for, with these records in it. */
export const turn = (turnId: string, ...records: RolloutRecord[]): RolloutRecord[] => [
  started(turnId),
  ...records,
  asked(),
  completed(turnId),
];

/** Which items rollbacks count by. */
export const isRequest = ({ payload }: ResponseItemRecord): boolean => isTurnBoundary(payload);
