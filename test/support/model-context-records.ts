/** Records of turns as sessions write them, for tests of what the model would see. Each is checked as a decoded one would be. */
import { RolloutRecord } from '../../src/events/record/rollout-record.js';
import { boundedSuffix, type ModelContext, reconstructModelContext } from '../../src/model-context/index.js';

type Fields = Record<string, unknown>;

const record = (type: string, payload: Fields, beside: Fields = {}): RolloutRecord =>
  RolloutRecord.parse({ type, payload, ...beside });

export const event = (payload: Fields): RolloutRecord => record('event_msg', payload);
export const started = (turnId: string): RolloutRecord => event({ type: 'task_started', turn_id: turnId });
export const complete = (turnId: string): RolloutRecord => event({ type: 'task_complete', turn_id: turnId });
export const aborted = (turnId: string | null): RolloutRecord =>
  event({ type: 'turn_aborted', turn_id: turnId, reason: 'interrupted' });
export const userEvent = (message: string): RolloutRecord => event({ type: 'user_message', message });
export const rolledBack = (turns: number): RolloutRecord =>
  event({ type: 'thread_rolled_back', num_turns: turns });

export const item = (payload: Fields, metadata?: Fields): RolloutRecord =>
  record('response_item', payload, metadata === undefined ? {} : { metadata });

/** A message item as a payload; of a turn when `turnId` is told. */
export const message = (role: string, text: string, turnId?: string): Fields => ({
  type: 'message',
  role,
  content: [{ type: role === 'assistant' ? 'output_text' : 'input_text', text }],
  ...(turnId !== undefined && { internal_chat_message_metadata_passthrough: { turn_id: turnId } }),
});
export const user = (text: string, turnId?: string): RolloutRecord => item(message('user', text, turnId));
export const assistant = (text: string): RolloutRecord => item(message('assistant', text));
export const developer = (text: string, turnId?: string): RolloutRecord =>
  item(message('developer', text, turnId));

export const turnContext = (turnId: string | null, model: string): RolloutRecord =>
  record('turn_context', {
    ...(turnId !== null && { turn_id: turnId }),
    cwd: '/work',
    approval_policy: 'never',
    sandbox_policy: { type: 'danger-full-access' },
    model,
    comp_hash: `hash of ${model}`,
    realtime_active: false,
  });
export const worldState = (full: boolean, state: Fields): RolloutRecord =>
  record('world_state', { full, state });
export const compacted = (summary: string, fields: Fields = {}): RolloutRecord =>
  record('compacted', { message: summary, ...fields });
export const interAgent = (fields: Fields): RolloutRecord =>
  record('inter_agent_communication', { author: '/root/a', recipient: '/root', content: '', ...fields });
export const delivery = (isTask: boolean): RolloutRecord =>
  record('inter_agent_communication_metadata', { trigger_turn: isTask });

/** A turn of the user in a legacy log, asked with `question n` under settings `model n`, answered `answer n`. */
export function userTurn(n: number): RolloutRecord[] {
  const turnId = `turn-${n}`;
  return [
    started(turnId),
    turnContext(turnId, `model ${n}`),
    user(`question ${n}`),
    userEvent(`question ${n}`),
    assistant(`answer ${n}`),
    complete(turnId),
  ];
}

/** A UUID of version 7. */
export const windowId = (n: number): string => `01a1fb5b-0000-7000-9000-${String(n).padStart(12, '0')}`;

/** Fields of a compaction that replaces the history by messages of the user. */
export const replacing = (...texts: string[]): Fields => ({
  replacement_history: texts.map((text) => message('user', text)),
});
export const windowed = (n: number): Fields => ({ window_number: n, window_id: windowId(n) });

/** Fields of a compaction that says the settings before it. */
export const resuming = (model: string | null): Fields => ({
  resume_metadata: {
    last_started_turn_id: 'turn of the compaction',
    previous_turn_settings: model === null ? null : { model },
  },
});

/** The context after these records, by way of all of them and by way of a bounded suffix, which must agree. */
export function contextOf(records: readonly RolloutRecord[], firstWindow?: string): ModelContext {
  const meta = firstWindow === undefined ? null : { context_window: { window_id: firstWindow } };
  const context = reconstructModelContext({ meta }, records);
  const rollbacks = records.some((of) => of.type === 'event_msg' && of.payload.type === 'thread_rolled_back');
  const { records: suffix } = boundedSuffix(records.toReversed(), { rollbacks });
  const bounded = reconstructModelContext({ meta }, suffix);
  if (JSON.stringify(bounded) !== JSON.stringify(context)) {
    throw new Error(`bounded ${JSON.stringify(bounded)}, full ${JSON.stringify(context)}`);
  }
  return context;
}

/** The texts of a history, one an item. */
export function textsOf({ history }: Pick<ModelContext, 'history'>): string[] {
  return history.map(({ item: of }) => {
    if (of.type !== 'message' && of.type !== 'agent_message') return of.type;
    return of.content.map((part) => ('text' in part ? part.text : part.type)).join('|');
  });
}
