/**
 * Walks a log from its newest record back, turn by turn, and holds back what lies in turns that a newer rollback marker takes
 * away (spec: world-state §6, model-context §3). What is walked over is the caller's; only its records are looked at.
 */
import type { RolloutRecord } from '../events/decode-line.js';

/** A record of what the model saw. */
export type ItemRecord = Extract<RolloutRecord, { type: 'response_item' }>;

/** Whether somebody asked with an item: the turns of such items are what a rollback counts. */
export type IsRequest = (record: ItemRecord) => boolean;

/** The turn that the walk is in, as far as it was seen. */
interface OpenTurn<Kept> {
  turnId: string | null;
  byUser: boolean;
  /** Newest first. */
  held: Kept[];
}

export class RollbackWalk<Kept> {
  readonly #isRequest: IsRequest;
  #turn: OpenTurn<Kept> | null = null;
  /** Turns of the user that are still to be taken back. */
  #pending = 0;

  constructor(isRequest: IsRequest) {
    this.#isRequest = isRequest;
  }

  /**
   * Takes the next older record.
   *
   * @param kept what stands for the record in the result; null when it is of no interest
   * @returns what is known to hold since this record, newest first: the content of a turn that has come to its beginning
   */
  meet(record: RolloutRecord, kept: Kept | null): Kept[] {
    if (record.type === 'event_msg' && record.payload.type === 'thread_rolled_back') {
      this.#pending += record.payload.num_turns;
      return [];
    }
    if (record.type === 'event_msg' && record.payload.type === 'task_started') {
      return this.#isCompatible(record.payload.turn_id) ? this.finish() : [];
    }
    if (!belongsToTurn(record)) return [];
    this.#turn ??= { turnId: null, byUser: false, held: [] };
    this.#turn.turnId ??= turnIdOf(record);
    this.#turn.byUser ||= this.#marksUserTurn(record);
    if (kept !== null) this.#turn.held.push(kept);
    return [];
  }

  /** Ends the turn that the walk is in; to be called at the beginning of the log. Newest first. */
  finish(): Kept[] {
    const turn = this.#turn;
    this.#turn = null;
    if (turn === null) return [];
    if (this.#pending === 0) return turn.held;
    if (turn.byUser) this.#pending--;
    return [];
  }

  #marksUserTurn(record: RolloutRecord): boolean {
    if (record.type === 'event_msg') return record.payload.type === 'user_message';
    return (
      record.type === 'inter_agent_communication' ||
      (record.type === 'response_item' && this.#isRequest(record))
    );
  }

  #isCompatible(turnId: string): boolean {
    const own = this.#turn?.turnId ?? null;
    return own === null || turnId === '' || own === turnId;
  }
}

/** Whether a record tells that there is a turn. Items and other events do not: they may come late. */
function belongsToTurn(record: RolloutRecord): boolean {
  switch (record.type) {
    case 'compacted':
    case 'turn_context':
    case 'world_state':
    case 'response_item':
    case 'inter_agent_communication':
      return true;
    case 'event_msg':
      return (
        record.payload.type === 'task_complete' ||
        record.payload.type === 'user_message' ||
        (record.payload.type === 'turn_aborted' && turnIdOf(record) !== null)
      );
    default:
      return false;
  }
}

function turnIdOf(record: RolloutRecord): string | null {
  switch (record.type) {
    case 'turn_context':
      return record.payload.turn_id || null;
    case 'event_msg': {
      const { payload } = record;
      return payload.type === 'task_complete' || payload.type === 'turn_aborted'
        ? payload.turn_id || null
        : null;
    }
    default:
      return null;
  }
}
