/**
 * Hands records to recovery and writes what they change. Items that wait for their output are held back for a moment: a call
 * and its output mostly lie side by side, and then they are one row that is written once. Whatever is held back is written
 * before anybody else reads or writes rows of the rollout, so the rows are the same with and without it.
 */
import type Database from 'better-sqlite3';
import type { EventMsg } from '../../events/event-msg/event-msg.js';
import { stringifyJson } from '../../events/json/stringify-json.js';
import type { RolloutRecord } from '../../events/record/rollout-record.js';
import {
  insertRecoveredItem,
  type RecoveredItemRow,
  updateRecoveredItem,
} from '../../store/recovered-item-rows.js';
import { type HeldItem, HeldItems } from './held-items.js';
import { type RecoveryPlace, recoverEvent, recoverRecord } from './recover-record.js';
import type { RecoveredChange, RecoveredItem } from './recovered-rows.js';
import { INITIAL_RECOVERY_STATE, type RecoveryState, rememberFolder } from './recovery-state.js';
import { storedRecoveredRows } from './stored-recovered-rows.js';

/** A record's place, and the time of its line in unix milliseconds; 0 where it has none. */
export interface RecoveredLine extends RecoveryPlace {
  lineTimeMs: number;
}

export class RecoveryWriter {
  readonly #rolloutId: string;
  readonly #held = new HeldItems();
  #state: RecoveryState;

  /** @param state as the checkpoint has it; null at the beginning of a rollout */
  constructor(rolloutId: string, state: RecoveryState | null) {
    this.#rolloutId = rolloutId;
    this.#state = state ?? INITIAL_RECOVERY_STATE;
  }

  /** The state, once everything that is held back is written. */
  get state(): RecoveryState {
    return this.#state;
  }

  /** Takes note of the working directory of what follows. */
  noteFolder(folder: string): void {
    this.#state = rememberFolder(this.#state, folder);
  }

  /** Recovers a record that the legacy reducer has had; the caller holds the transaction. */
  writeRecord(connection: Database.Database, record: RolloutRecord, line: RecoveredLine): void {
    const rows = storedRecoveredRows(connection, this.#rolloutId, this.#held);
    const { state, changes } = recoverRecord(this.#state, record, rows, line);
    this.#state = state;
    for (const change of changes) this.#apply(connection, change, line);
  }

  /** Recovers an event that has no place of its own. */
  writeEvent(connection: Database.Database, event: EventMsg, line: RecoveredLine): void {
    const rows = storedRecoveredRows(connection, this.#rolloutId, this.#held);
    const { state, changes } = recoverEvent(this.#state, event, rows, line);
    this.#state = state;
    for (const change of changes) this.#apply(connection, change, line);
  }

  /** Writes what is held back. */
  flush(connection: Database.Database): void {
    for (const held of this.#held.takeAll()) this.#insert(connection, held);
  }

  #apply(connection: Database.Database, change: RecoveredChange, line: RecoveredLine): void {
    const { ended, turn, itemId, occurrence, item } = change;
    const named: RecoveredItem = { turn, itemId, occurrence, item };
    const endedAtMs = ended ? line.lineTimeMs || null : null;
    if (change.kind === 'replace') {
      const held = this.#held.take(named);
      if (held === null) this.#update(connection, named, line.recordIndex, endedAtMs);
      else this.#place(connection, { ...held, item, updatedAt: line.recordIndex, endedAtMs }, ended);
      return;
    }
    // The newest item of an id has to be found in one place.
    if (this.#held.isFull || this.#held.find(turn, itemId) !== null) this.flush(connection);
    const { recordIndex, lineTimeMs } = line;
    const begunAtMs = lineTimeMs || null;
    const fresh = { ...named, recordIndex, updatedAt: recordIndex, lineTimeMs, begunAtMs, endedAtMs };
    this.#place(connection, fresh, ended);
  }

  #place(connection: Database.Database, item: HeldItem, ended: boolean): void {
    if (!ended) {
      this.#held.hold(item);
      return;
    }
    this.#insert(connection, item);
    this.#held.noteEnded(item);
  }

  #insert(connection: Database.Database, held: HeldItem): void {
    insertRecoveredItem(connection, {
      ...this.#keyOf(held),
      rollout_ordinal: held.recordIndex,
      created_at_ms: held.lineTimeMs,
      started_at_ms: held.begunAtMs,
      completed_at_ms: held.endedAtMs,
      updated_at_ordinal: held.updatedAt,
      ...snapshotOf(held),
    });
  }

  #update(
    connection: Database.Database,
    item: RecoveredItem,
    recordIndex: number,
    endedAtMs: number | null,
  ): void {
    updateRecoveredItem(connection, {
      ...this.#keyOf(item),
      ...snapshotOf(item),
      updated_at_ordinal: recordIndex,
      completed_at_ms: endedAtMs,
    });
  }

  #keyOf({ turn, itemId, occurrence }: RecoveredItem) {
    return {
      thread_id: this.#rolloutId,
      turn_id: turn.turnId,
      turn_occurrence: turn.occurrence,
      item_id: itemId,
      occurrence,
    };
  }
}

function snapshotOf({ item }: RecoveredItem): Pick<RecoveredItemRow, 'item_json' | 'item_type'> {
  return { item_json: stringifyJson(item), item_type: item.type };
}
