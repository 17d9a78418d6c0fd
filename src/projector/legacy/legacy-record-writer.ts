/**
 * Hands records to the legacy reducer and writes what they change. The reducer's state travels with the checkpoint, so a
 * legacy rollout is projected by its suffix like any other.
 */
import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { RolloutRecord } from '../../events/decode-line.js';
import type { EventMsg } from '../../events/event-msg/event-msg.js';
import { type RecoveredLine, RecoveryWriter } from '../recovered/recovery-writer.js';
import { INITIAL_LEGACY_STATE, type LegacyState } from './legacy-state.js';
import { reduceLegacy } from './reduce-legacy.js';
import { storedLegacyHistory } from './stored-legacy-history.js';
import { type LegacyPlace, writeLegacyChanges } from './write-legacy-changes.js';

export class LegacyRecordWriter {
  readonly #rolloutId: string;
  readonly #recovery: RecoveryWriter;
  #state: LegacyState;

  /** @param state as the checkpoint has it; null at the beginning of a rollout */
  constructor(rolloutId: string, state: string | null) {
    this.#rolloutId = rolloutId;
    const { recovery = null, ...reducer } = state === null ? INITIAL_LEGACY_STATE : JSON.parse(state);
    this.#state = reducer;
    this.#recovery = new RecoveryWriter(rolloutId, recovery);
  }

  /** Index of the next record. */
  get nextRecordIndex(): number {
    return this.#state.recordIndex === null ? 0 : this.#state.recordIndex + 1;
  }

  /** Counts a record that changes nothing, but may tell the working directory. */
  pass(folder: string | null): void {
    this.#state = { ...this.#state, recordIndex: this.nextRecordIndex };
    if (folder !== null) this.noteFolder(folder);
  }

  /** Takes note of the working directory of what follows. */
  noteFolder(folder: string): void {
    this.#recovery.noteFolder(folder);
  }

  /** Recovers what an event tells that is no record for Codex. */
  writeUnshown(connection: Database.Database, event: EventMsg, lineTimeMs: number): void {
    this.#recovery.writeEvent(connection, event, this.#recoveredLine(lineTimeMs));
  }

  /** Reduces and writes a record; the caller holds the transaction. */
  write(
    connection: Database.Database,
    record: RolloutRecord,
    line: Pick<LegacyPlace, 'start' | 'end' | 'lineTimeMs'>,
  ): void {
    const rolloutId = this.#rolloutId;
    const recordIndex = this.nextRecordIndex;
    if (record.type === 'response_item' && record.payload.type !== 'message') {
      // Nothing for the reducer; there are many of them.
      this.#state = { ...this.#state, recordIndex };
      this.#recovery.writeRecord(connection, record, this.#recoveredLine(line.lineTimeMs));
      return;
    }
    const history = storedLegacyHistory(connection, rolloutId);
    const { state, changes } = reduceLegacy(this.#state, record, history, stableIds(rolloutId, recordIndex));
    this.#state = state;
    if (changes.length > 0) {
      this.#recovery.flush(connection);
      writeLegacyChanges(connection, changes, { rolloutId, recordIndex, ...line });
    }
    if (record.type !== 'event_msg') {
      this.#recovery.writeRecord(connection, record, this.#recoveredLine(line.lineTimeMs));
    }
  }

  /** Writes what recovery holds back; to be called before the state is asked for. */
  flush(connection: Database.Database): void {
    this.#recovery.flush(connection);
  }

  /** The state, for the checkpoint. */
  serialise(): string {
    return JSON.stringify({ ...this.#state, recovery: this.#recovery.state });
  }

  #recoveredLine(lineTimeMs: number): RecoveredLine {
    const { current, recordIndex } = this.#state;
    return { current, recordIndex: recordIndex ?? 0, lineTimeMs };
  }
}

/** Ids for what the log leaves unnamed: of the UUID form, and the same whenever the rollout is projected (design, law 2). */
function stableIds(rolloutId: string, recordIndex: number): { uuid(): string } {
  return {
    uuid() {
      const hex = createHash('sha256').update(`${rolloutId}:${recordIndex}`).digest('hex');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    },
  };
}
