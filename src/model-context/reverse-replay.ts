/**
 * Walks a log from its newest record back, turn by turn, and takes from each turn that was not rolled back what is not known
 * yet (spec: model-context §3). Making a history of what it found is left to others.
 */
import type { RolloutRecord } from '../events/decode-line.js';
import type { EventMsg } from '../events/event-msg/event-msg.js';
import type { Compacted } from '../events/record/compacted.js';
import type { StateChange } from '../world-state/state-change.js';
import { windowOf } from './context-window.js';
import { isDeliveredMessage } from './delivered-message.js';
import type { ContextWindow, PreviousTurnSettings } from './model-context.js';
import { type HistoryBase, type Reference, ReplaySegment, settingsOf } from './replay-segment.js';
import { isTurnBoundary } from './turn-boundary.js';

export class ReverseReplay {
  base: HistoryBase | null = null;
  window: ContextWindow | null = null;
  reference: Reference = { kind: 'neverSet' };
  lastStartedTurnId: string | null = null;
  /** Of turns that stand, newest first. */
  readonly stateChanges: StateChange[] = [];
  #settings: { value: PreviousTurnSettings | null } | null = null;
  #segment: ReplaySegment | null = null;
  #pendingRollbacks = 0;
  #sawCompaction = false;
  #atCheckpoint = false;
  #baseSeen = false;
  #needsBeginning = false;
  readonly #onTurnEnd: (isRolledBack: boolean) => void;

  /** @param onTurnEnd is told, when the walk has come to the beginning of a turn, what becomes of the turn */
  constructor(onTurnEnd: (isRolledBack: boolean) => void = () => {}) {
    this.#onTurnEnd = onTurnEnd;
  }

  get settings(): PreviousTurnSettings | null {
    return this.#settings?.value ?? null;
  }

  /** The walk came to a compaction that says all that was before it; older records are not to be offered. */
  get isAtCheckpoint(): boolean {
    return this.#atCheckpoint;
  }

  /**
   * No older record can change what is known: a compaction with a history and a window was met, and a turn that says the
   * settings and the reference. A compaction without one of the two, and a rollback, need the log from its beginning (spec:
   * model-context §7).
   */
  get isComplete(): boolean {
    if (this.#atCheckpoint) return true;
    if (this.#needsBeginning) return false;
    return this.#baseSeen && this.#settings !== null && this.reference.kind !== 'neverSet';
  }

  /**
   * Takes the next older record.
   *
   * @param index its place in the log, for `base`
   */
  offer(record: RolloutRecord, index: number): void {
    switch (record.type) {
      case 'compacted':
        this.#addCompaction(record.payload, index);
        break;
      case 'turn_context':
        this.#open().addTurnContext(record.payload);
        break;
      case 'world_state':
        this.#open().addWorldState(record.payload);
        break;
      case 'inter_agent_communication':
        this.#open().isUserTurn = true;
        break;
      case 'response_item':
        if (isDeliveredMessage(record)) break;
        this.#open().isUserTurn ||= isTurnBoundary(record.payload);
        break;
      case 'event_msg':
        this.#addEvent(record.payload);
        break;
    }
  }

  /** Ends the turn that the walk is in; to be called when there are no older records. */
  finish(): void {
    this.#segment?.settle('beginning of the log');
    this.#close();
  }

  #close(): void {
    const segment = this.#segment;
    if (segment === null) return;
    this.#segment = null;
    this.#onTurnEnd(this.#pendingRollbacks > 0);
    if (this.#pendingRollbacks > 0) {
      if (segment.isUserTurn) this.#pendingRollbacks--;
      return;
    }
    this.stateChanges.push(...segment.stateChanges);
    this.base ??= segment.base;
    this.window ??= segment.window;
    if (segment.isEstablished && segment.settings !== null) this.#settings ??= { value: segment.settings };
    if (
      this.reference.kind === 'neverSet' &&
      (segment.isEstablished || segment.reference.kind === 'cleared')
    ) {
      this.reference = segment.reference;
    }
  }

  #open(): ReplaySegment {
    this.#segment ??= new ReplaySegment();
    return this.#segment;
  }

  #addEvent(event: EventMsg): void {
    switch (event.type) {
      case 'user_message':
        this.#open().isUserTurn = true;
        break;
      case 'task_complete':
        this.#open().addEnd(event.turn_id, true);
        break;
      case 'turn_aborted':
        // Without an id it says nothing of the turn, not even that there was one.
        if (event.turn_id) this.#open().addEnd(event.turn_id, false);
        break;
      case 'task_started':
        this.lastStartedTurnId ??= event.turn_id;
        if (this.#segment?.settle({ turnId: event.turn_id })) this.#close();
        break;
      case 'thread_rolled_back':
        this.#pendingRollbacks += event.num_turns;
        this.#needsBeginning = true;
        break;
    }
  }

  #addCompaction(compacted: Compacted, index: number): void {
    this.#open().addCompaction(compacted, index);
    const hasHistory = compacted.replacement_history != null;
    const window = windowOf(compacted);
    if (hasHistory && window !== null) this.#baseSeen = true;
    else this.#needsBeginning = true;

    const isNewest = !this.#sawCompaction;
    this.#sawCompaction = true;
    const resume = compacted.resume_metadata;
    if (!isNewest || resume == null || !hasHistory || window === null) return;
    const { previous_turn_settings: settings, last_started_turn_id: started } = resume;
    const open = this.#open();
    open.settle('compaction');
    // Of a turn that did not come to its end the compaction knows better. Seen so in 0.169.
    if (!open.isCompleted) open.settings = null;
    this.#close();
    // A rollback takes nothing back that such a compaction says: seen so in 0.169.
    this.base ??= { index, compacted };
    this.window ??= window;
    this.#settings ??= { value: settings == null ? null : settingsOf(settings) };
    this.lastStartedTurnId ??= started ?? null;
    this.#atCheckpoint = true;
  }
}
