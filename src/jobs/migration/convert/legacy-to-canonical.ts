/**
 * Turns the records of a legacy rollout into those of a paginated one, one after the other: implicit turns become explicit, events
 * become items, all else stays. Rollbacks, the head and the numbering are left to others.
 *
 * Source: spec migration §5, and what 0.169 makes of each record.
 */
import type { EventMsg } from '../../../events/event-msg/event-msg.js';
import type { ItemCompleted } from '../../../events/event-msg/item-lifecycle.js';
import type { TurnAborted } from '../../../events/event-msg/turn-lifecycle.js';
import { isPersisted } from '../../../events/record/persistence-policy.js';
import { recordsToPersist } from '../../../events/record/records-to-persist.js';
import { hookPromptFragments } from '../../../events/response-item/hook-prompt-fragments.js';
import type { ResponseItem } from '../../../events/response-item/response-item.js';
import type { TurnItem } from '../../../events/turn-item/turn-item.js';
import type { DroppedLine } from './conversion.js';
import { ConversionError } from './conversion-error.js';
import { GrowingReasoning } from './growing-reasoning.js';
import { madeEvent, type OutputLine } from './output-line.js';
import type { ItemRecovery, RecoveredTurnItem } from './recover/item-recovery.js';
import { ShownRecords } from './shown-records.js';
import type { SourceRecord } from './source-record.js';
import { itemOfEvent } from './turn-item-of-event.js';
import { TurnTracker } from './turn-tracker.js';

/** What a record becomes: lines, or the reason why it has none. */
export type Converted = readonly OutputLine[] | DroppedLine;

export interface LegacyToCanonicalOptions {
  readonly threadId: string;
  /** A fresh UUID for what the log leaves unnamed. */
  readonly newId: (source: SourceRecord) => string;
  /** Also makes items of what events leave out; null when that is not wanted. */
  readonly recovery: ItemRecovery | null;
}

export class LegacyToCanonical {
  readonly #options: LegacyToCanonicalOptions;
  readonly #turns: TurnTracker;
  readonly #reasoning = new GrowingReasoning();
  #nextItem = 1;
  #last: SourceRecord | null = null;
  readonly #shown = new ShownRecords();
  #lastShown = false;
  #lines: OutputLine[] = [];

  constructor(options: LegacyToCanonicalOptions) {
    this.#options = options;
    this.#turns = new TurnTracker({
      emit: (line) => this.#lines.push(line),
      onChange: (turnId) => {
        this.#reasoning.end();
        if (turnId !== null) options.recovery?.noteTurn(turnId);
      },
    });
  }

  /**
   * @param index of the record among those that were not rolled back: it names implicit turns
   * @param ordinal of its first line: it names what recovery finds unnamed
   */
  convert(source: SourceRecord, { index, ordinal }: { index: number; ordinal: number }): Converted {
    this.#last = source;
    this.#lastShown = this.#shown.has(source.record);
    this.#lines = [];
    const reason = this.#convert(source, index);
    if (reason === null) this.#recover(source, ordinal);
    return reason ?? this.#lines;
  }

  /** A rollback was here: whatever it took back, a thought does not go on behind it. */
  passRollback(): void {
    this.#reasoning.end();
  }

  /** The end of a turn that nothing ended. */
  finish(): readonly OutputLine[] {
    this.#lines = [];
    if (this.#last === null) return this.#lines;
    for (const item of this.#options.recovery?.finish() ?? []) this.#makeRecovered(this.#last, item);
    this.#turns.closeImplicit(this.#last);
    return this.#lines;
  }

  #convert(source: SourceRecord, index: number): DroppedLine | null {
    const { record } = source;
    switch (record.type) {
      case 'session_meta':
        return 'copied_session_meta';
      case 'event_msg':
        return this.#event(source, index, record.payload);
      case 'response_item':
        if (record.payload.type === 'compaction_trigger') return 'not_persisted';
        this.#copy(source);
        this.#hookPrompt(source, index, record.payload);
        return null;
      default:
        this.#copy(source);
        return null;
    }
  }

  #event(source: SourceRecord, index: number, event: EventMsg): DroppedLine | null {
    switch (event.type) {
      case 'task_started':
        this.#turns.closeImplicit(source);
        this.#turns.open(event.turn_id, false);
        this.#copy(source);
        return null;
      case 'task_complete':
        this.#copy(source);
        if (this.#turns.isForeign(event.turn_id)) this.#reasoning.end();
        this.#turns.end(event.turn_id);
        return null;
      case 'turn_aborted':
        this.#abort(source, event);
        return null;
      case 'thread_rolled_back':
        throw new ConversionError('legacy_rollout_conversion_failed', 'a rollback that no plan resolved');
      case 'item_completed':
        this.#itemCompleted(source, event);
        return null;
      case 'agent_reasoning':
        return this.#addReasoning(source, index, 'summary_text', event.text);
      case 'agent_reasoning_raw_content':
        return this.#addReasoning(source, index, 'raw_content', event.text);
      default:
        return this.#itemEvent(source, index, event);
    }
  }

  #itemEvent(source: SourceRecord, index: number, event: EventMsg): DroppedLine | null {
    if (isPersisted(source.record, 'paginated')) {
      this.#copy(source);
      return null;
    }
    const made = itemOfEvent(event, () => this.#takeId());
    if (made === null) return 'not_persisted';
    if (event.type === 'user_message') {
      if (this.#turns.active?.isImplicit && this.#turns.active.hasUserMessage)
        this.#turns.closeImplicit(source);
      this.#turns.ensure(source, index).hasUserMessage = true;
    }
    if (event.type === 'entered_review_mode' || event.type === 'exited_review_mode') {
      if (this.#turns.isForeign(made.turnId)) this.#reasoning.end();
    }
    const turnId = this.#turns.targetOf(source, index, made.turnId);
    this.#makeItem(source, turnId, made.item);
    // As readers of the legacy rollout saw it, what they did not see, and what went elsewhere, does not cut a thought in two.
    const isSeen = isPersisted(source.record, 'legacy');
    if (isSeen && this.#turns.isSeenIn(made.turnId)) this.#reasoning.end();
    return null;
  }

  #addReasoning(
    source: SourceRecord,
    index: number,
    part: 'summary_text' | 'raw_content',
    text: string,
  ): DroppedLine | null {
    if (text === '') return 'not_persisted';
    const { turnId } = this.#turns.ensure(source, index);
    this.#makeItem(
      source,
      turnId,
      this.#reasoning.add(part, text, () => this.#takeId()),
    );
    return null;
  }

  #hookPrompt(source: SourceRecord, index: number, payload: ResponseItem): void {
    const fragments = hookPromptFragments(payload);
    if (fragments === null || payload.type !== 'message') return;
    const { turnId } = this.#turns.ensure(source, index);
    const id = payload.id ?? this.#options.newId(source);
    this.#makeItem(source, turnId, { type: 'HookPrompt', id, fragments });
    this.#reasoning.end();
  }

  #itemCompleted(source: SourceRecord, event: ItemCompleted): void {
    const { threadId } = this.#options;
    this.#options.recovery?.noteItem(event.turn_id, event.item);
    const isEmptyPlan = event.item.type === 'Plan' && event.item.text === '';
    const isSeen = isPersisted(source.record, 'legacy') && !isEmptyPlan;
    if (isSeen && this.#turns.isSeenIn(event.turn_id)) this.#reasoning.end();
    const [persisted] = recordsToPersist({ type: 'event_msg', payload: event }, 'paginated');
    if (persisted?.type !== 'event_msg') return;
    if (persisted.payload === event) {
      this.#lines.push({ kind: 'copy', source, ...(event.thread_id !== threadId && { threadId }) });
    } else if (persisted.payload.type === 'item_completed') {
      this.#lines.push(madeEvent(source.timestamp, { ...persisted.payload, thread_id: threadId }));
    }
  }

  #abort(source: SourceRecord, event: TurnAborted): void {
    const turnId = event.turn_id ?? this.#turns.active?.turnId ?? null;
    if (event.turn_id != null || turnId === null) this.#copy(source);
    else this.#lines.push(madeEvent(source.timestamp, { ...event, turn_id: turnId }));
    if (this.#turns.active?.isImplicit && this.#turns.isForeign(turnId)) this.#reasoning.end();
    if (turnId !== null) this.#turns.end(turnId);
  }

  #copy(source: SourceRecord): void {
    this.#lines.push({ kind: 'copy', source });
  }

  /** What readers saw in full stays so; what only comes to light now is capped as a session would. */
  #makeItem(source: SourceRecord, turnId: string, item: TurnItem): void {
    const { timestamp, timeMs } = source;
    const event: ItemCompleted = {
      type: 'item_completed',
      thread_id: this.#options.threadId,
      turn_id: turnId,
      item,
      completed_at_ms: timeMs ?? 0,
    };
    this.#options.recovery?.noteItem(turnId, item);
    if (this.#lastShown) {
      this.#lines.push(madeEvent(timestamp, event));
      return;
    }
    for (const record of recordsToPersist({ type: 'event_msg', payload: event }, 'paginated'))
      this.#lines.push({ kind: 'made', timestamp, record });
  }

  /** Behind what the record itself became. Readers did not see it before, so that it does not cut a thought in two. */
  #recover(source: SourceRecord, ordinal: number): void {
    const { recovery } = this.#options;
    const { record, timeMs } = source;
    const turnId = this.#turns.active?.turnId ?? null;
    for (const item of recovery?.recover(record, { ordinal, turnId, timeMs }) ?? [])
      this.#makeRecovered(source, item);
  }

  #makeRecovered(
    { timestamp }: SourceRecord,
    { turnId, item, startedAtMs, endedAtMs }: RecoveredTurnItem,
  ): void {
    const times = { started_at_ms: startedAtMs, completed_at_ms: endedAtMs ?? 0 };
    const event = { thread_id: this.#options.threadId, turn_id: turnId, item, ...times };
    this.#lines.push(madeEvent(timestamp, { type: 'item_completed', ...event }));
  }

  #takeId(): string {
    return `item-${this.#nextItem++}`;
  }
}
