/** Writes the rows of a rollout from what its lines come to, and knows what the checkpoint has to say of it. */
import type Database from 'better-sqlite3';
import type { CheckpointRow } from '../store/checkpoint.js';
import { insertDiagnostic } from '../store/diagnostics.js';
import { insertUnrecognisedItem, removeUnrecognisedItem } from '../store/unrecognised-items.js';
import { writeCanonicalRows } from './canonical/canonical-rows.js';
import { parseCanonicalState, serialiseCanonicalState } from './canonical/canonical-state.js';
import type { Finding } from './finding.js';
import { LegacyRecordWriter } from './legacy/legacy-record-writer.js';
import type { LineOutcome, LineWrite, ReadPosition } from './line-outcome.js';
import { INITIAL_RECOVERY_STATE } from './recovered/recovery-state.js';
import { RecoveryWriter } from './recovered/recovery-writer.js';
import type { RolloutSource } from './rollout-source.js';

/** Where the reduction of a rollout stands, as the checkpoint stores it. */
export interface ReducedTo {
  nextOrdinal: number;
  /** Working state of a reducer that has one, as JSON. */
  state: string | null;
  unrecognisedItems: number;
}

export class RowWriter {
  readonly #rolloutId: string;
  readonly #legacy: LegacyRecordWriter | null;
  /** Of a paginated rollout, where its lines may have been migrated. */
  #recovery: RecoveryWriter | null;

  /** Starts where a checkpoint left off. */
  constructor(source: RolloutSource, checkpoint: CheckpointRow | null) {
    this.#rolloutId = source.rolloutId;
    this.#legacy =
      source.reducer === 'canonical'
        ? null
        : new LegacyRecordWriter(source.rolloutId, checkpoint?.reducer_state ?? null);
    const state = this.#legacy === null ? parseCanonicalState(checkpoint?.reducer_state ?? null) : null;
    this.#recovery = state && new RecoveryWriter(source.rolloutId, state.recovery);
  }

  /** Writes what a line comes to; the caller holds the transaction. */
  write(connection: Database.Database, { start, end, finding, write }: LineOutcome): void {
    const place = { start, end };
    if (write?.kind === 'unrecognised' && write.displaced) {
      this.#recovery?.flush(connection);
      const kept = insertUnrecognisedItem(connection, write.row);
      if (finding && kept) finding = { ...finding, action: 'kept_as_unrecognised_item' };
    } else if (write) {
      this.#writeRows(connection, write, place);
    }
    if (finding) recordFinding(connection, this.#rolloutId, place, finding);
  }

  /** Writes what is held back, so that rows and checkpoint say the same. */
  flush(connection: Database.Database): void {
    this.#legacy?.flush(connection);
    this.#recovery?.flush(connection);
  }

  /** Where the reduction stands once everything that was read up to `read` is written. */
  reducedTo(read: ReadPosition): ReducedTo {
    if (this.#legacy === null) {
      const { nextOrdinal, unrecognisedItems, stretch } = read;
      const recovery = this.#recovery?.state ?? INITIAL_RECOVERY_STATE;
      const state = stretch && serialiseCanonicalState({ stretch, recovery });
      return { nextOrdinal, unrecognisedItems, state };
    }
    return {
      nextOrdinal: this.#legacy.nextRecordIndex,
      state: this.#legacy.serialise(),
      unrecognisedItems: 0,
    };
  }

  #writeRows(connection: Database.Database, write: LineWrite, line: { start: number; end: number }): void {
    const rolloutId = this.#rolloutId;
    switch (write.kind) {
      case 'rows':
        // Recovered items give way to what comes now, and have to be there to do so.
        this.#recovery?.flush(connection);
        if (write.endsStretch) this.#recovery = null;
        if (write.makeRoom) {
          removeUnrecognisedItem(connection, { rolloutId, ordinal: write.ordinal, item: write.rows.item });
        }
        writeCanonicalRows(connection, write.rows);
        break;
      case 'unrecognised':
        this.#recovery?.flush(connection);
        removeUnrecognisedItem(connection, { rolloutId, ordinal: write.row.rollout_ordinal, item: null });
        insertUnrecognisedItem(connection, write.row);
        break;
      case 'records':
        for (const record of write.records) {
          this.#legacy?.write(connection, record, { ...line, lineTimeMs: write.lineTimeMs });
        }
        break;
      case 'passing':
        this.#legacy?.pass(write.folder);
        break;
      case 'told':
        (this.#legacy ?? this.#openRecovery()).noteFolder(write.folder);
        break;
      case 'recover': {
        const { ordinal, turnId, lineTimeMs } = write;
        if (write.makeRoom) removeUnrecognisedItem(connection, { rolloutId, ordinal, item: null });
        const current = turnId === null ? null : { turnId, occurrence: 0 };
        const line = { current, recordIndex: ordinal, lineTimeMs };
        this.#openRecovery().writeRecord(connection, write.record, line);
        break;
      }
      case 'unshown':
        this.#legacy?.writeUnshown(connection, write.event, write.lineTimeMs);
        break;
    }
  }

  #openRecovery(): RecoveryWriter {
    this.#recovery ??= new RecoveryWriter(this.#rolloutId, null);
    return this.#recovery;
  }
}

/** Records what was found at a place of a rollout. */
export function recordFinding(
  connection: Database.Database,
  rolloutId: string,
  { start, end }: { start: number; end: number },
  { kind, action, ordinal, detail }: Finding,
): void {
  insertDiagnostic(connection, {
    thread_id: rolloutId,
    start_byte: start,
    end_byte: end,
    ordinal,
    kind,
    action,
    detail,
  });
}
