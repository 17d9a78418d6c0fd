/**
 * Facts that outlive a compaction (answers, delivered messages, what the user said) as compactions repeat them: which of these a rollback
 * behind the compaction took back. A compaction behind the rollback does not have them any more, and is left alone.
 *
 * Source: what 0.169 makes of crafted logs.
 */
import type { RetainedContextSnapshot } from '../../../../events/record/retained-context.js';
import type { RolloutRecord } from '../../../../events/record/rollout-record.js';
import { isDeliveredMessage } from '../../../../model-context/delivered-message.js';
import type { InstructionOwners } from './instruction-owners.js';
import type { CompactedRecord } from './trim-record.js';

type RetainedAnswer = RetainedContextSnapshot['verified_answers'][number];
type RetainedMessages = RetainedContextSnapshot['user_messages'];
type RetainedMessage = NonNullable<RetainedMessages>[number];

export class RemovedFacts {
  readonly #owners: InstructionOwners;
  readonly #rollbacks: { at: number; removedFrom: number }[] = [];
  /** The record of each fact, by its name. */
  readonly #records = new Map<string, number>();

  constructor(owners: InstructionOwners) {
    this.#owners = owners;
  }

  /** @param orders of the instructions that the record took back, where they are known */
  take(record: RolloutRecord, index: number, orders: readonly number[]): void {
    if (orders.length > 0) this.#rollbacks.push({ at: index, removedFrom: Math.min(...orders) });
    const name = factIn(record);
    if (name !== null) this.#records.set(name, index);
  }

  /** The compaction without facts of records that were taken back, or that were accepted after an instruction that was. */
  trim(record: CompactedRecord, index: number): CompactedRecord {
    const context = record.payload.retained_context;
    if (context == null) return record;
    const later = this.#rollbacks.filter(({ at }) => at > index);
    const removedFrom = Math.min(...later.map((rollback) => rollback.removedFrom));
    const stands = (name: string, order: number | undefined): boolean => {
      const source = this.#records.get(name);
      if (source !== undefined && (this.#owners.takenBackAt(source) ?? -1) > index) return false;
      return order === undefined || order < removedFrom;
    };
    const answerStands = (answer: RetainedAnswer) => stands(answerName(answer), answer.order);
    const messageStands = (message: RetainedMessage) =>
      stands(messageName(message.message_id), message.order);
    const trimmed: RetainedContextSnapshot = {
      ...context,
      verified_answers: context.verified_answers.filter(answerStands),
      user_messages: context.user_messages?.filter(messageStands),
      assistant_messages: context.assistant_messages?.filter(messageStands),
    };
    if (countFacts(trimmed) === countFacts(context)) return record;
    return { type: 'compacted', payload: { ...record.payload, retained_context: trimmed } };
  }
}

function countFacts({
  verified_answers,
  user_messages,
  assistant_messages,
}: RetainedContextSnapshot): number {
  return verified_answers.length + (user_messages?.length ?? 0) + (assistant_messages?.length ?? 0);
}

function factIn(record: RolloutRecord): string | null {
  if (record.type === 'retained_context') return answerName(record.payload);
  if (record.type !== 'response_item' || record.payload.type !== 'message') return null;
  const { role, id } = record.payload;
  return id != null && (role === 'user' || isDeliveredMessage(record)) ? messageName(id) : null;
}

const answerName = ({ turn_id, call_id }: Pick<RetainedAnswer, 'turn_id' | 'call_id'>): string =>
  JSON.stringify([turn_id, call_id]);

/** Messages without an id are not told apart. */
const messageName = (id: string | null | undefined): string => JSON.stringify(id ?? null);
