/**
 * Hands records to the legacy reducer and writes what they change. The reducer's state travels with the checkpoint, so a
 * legacy rollout is projected by its suffix like any other.
 */
import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { RolloutRecord } from '../../events/decode-line.js';
import { INITIAL_LEGACY_STATE, type LegacyState } from './legacy-state.js';
import { reduceLegacy } from './reduce-legacy.js';
import { storedLegacyHistory } from './stored-legacy-history.js';
import { type LegacyPlace, writeLegacyChanges } from './write-legacy-changes.js';

export class LegacyRecordWriter {
  readonly #rolloutId: string;
  #state: LegacyState;

  /** @param state as the checkpoint has it; null at the beginning of a rollout */
  constructor(rolloutId: string, state: string | null) {
    this.#rolloutId = rolloutId;
    this.#state = state === null ? INITIAL_LEGACY_STATE : JSON.parse(state);
  }

  /** Index of the next record. */
  get nextRecordIndex(): number {
    return this.#state.recordIndex === null ? 0 : this.#state.recordIndex + 1;
  }

  /** Counts a record that changes nothing. */
  pass(): void {
    this.#state = { ...this.#state, recordIndex: this.nextRecordIndex };
  }

  /** Reduces and writes a record; the caller holds the transaction. */
  write(
    connection: Database.Database,
    record: RolloutRecord,
    line: Pick<LegacyPlace, 'start' | 'end' | 'lineTimeMs'>,
  ): void {
    const rolloutId = this.#rolloutId;
    const recordIndex = this.nextRecordIndex;
    const history = storedLegacyHistory(connection, rolloutId);
    const { state, changes } = reduceLegacy(this.#state, record, history, stableIds(rolloutId, recordIndex));
    this.#state = state;
    if (changes.length > 0) writeLegacyChanges(connection, changes, { rolloutId, recordIndex, ...line });
  }

  /** The state, for the checkpoint. */
  serialise(): string {
    return JSON.stringify(this.#state);
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
