/** Records of facts that outlive a compaction, as sessions write them and as compactions repeat them. */
import type { RolloutRecord } from '../../src/events/record/rollout-record.js';
import { record } from './legacy-records.js';
import { item, message } from './model-context-records.js';

/** That the user gave and that was checked. */
export const answer = (turnId: string, callId: string, order?: number): RolloutRecord =>
  record('retained_context', {
    type: 'verified_answer',
    turn_id: turnId,
    call_id: callId,
    questions: [],
    ...(order !== undefined && { acceptance_order: order }),
  });
/** The call that asked for an answer. */
export const call = (callId: string): RolloutRecord =>
  item({ type: 'function_call', name: 'request_user_input', arguments: '{}', call_id: callId });

/** What is known of a message beside its text. */
export interface Told {
  turn?: string;
  id?: string;
  /** In which it was accepted. */
  order?: number;
}

const metadataOf = ({ order }: Told) => (order === undefined ? {} : { user_input_order: order });
/** A request of the user. */
export const asked = (text: string, told: Told = {}): RolloutRecord =>
  item({ ...message('user', text, told.turn), ...(told.id && { id: told.id }) }, metadataOf(told));
/** A message of the model; in older versions also one that was delivered. */
export const answered = (text: string, told: Told = {}): RolloutRecord =>
  item({ ...message('assistant', text, told.turn), ...(told.id && { id: told.id }) }, metadataOf(told));
/** A message that a tool delivered. */
export const delivered = (text: string, told: Told = {}): RolloutRecord =>
  item(
    { ...message('assistant', text, told.turn), id: told.id ?? text },
    { delivered_assistant_message: 'codex:code-mode-delivery:v1:complete', ...metadataOf(told) },
  );
/** The calls that were answered. */
export const facts = (records: readonly RolloutRecord[]): string[] =>
  records.flatMap((of) => (of.type === 'retained_context' ? [of.payload.call_id] : []));
