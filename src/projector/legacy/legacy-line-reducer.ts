/**
 * Projects the lines of a legacy rollout: hands its records to the legacy reducer and writes what changed. The reducer's
 * state travels with the checkpoint, so a legacy rollout is projected by its suffix like any other.
 */
import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { DecodedLine, RolloutRecord } from '../../events/decode-line.js';
import { isPersistedInLegacy } from '../../events/record/legacy-persistence.js';
import { type Finding, tooLong } from '../finding.js';
import type { LineReducer, ReducerPosition } from '../line-reducer.js';
import { lineTimeMs } from '../line-time.js';
import type { RolloutSource } from '../rollout-source.js';
import { INITIAL_LEGACY_STATE, type LegacyState } from './legacy-state.js';
import { reduceLegacy } from './reduce-legacy.js';
import { storedLegacyHistory } from './stored-legacy-history.js';
import { type LegacyPlace, writeLegacyChanges } from './write-legacy-changes.js';

/** Takes records one by one; what a line is made of is its caller's business. */
export interface LegacyRecordReducer {
  reduce(connection: Database.Database, record: RolloutRecord, line: RecordLine): void;
  position(): ReducerPosition;
}

/** The line a record stands in. */
export type RecordLine = Pick<LegacyPlace, 'start' | 'end' | 'lineTimeMs'>;

/** Starts where a checkpoint left off. */
export function legacyLineReducer(source: RolloutSource, from: ReducerPosition): LineReducer {
  const records = legacyRecordReducer(source, from);
  return {
    apply(connection, { start, end, line }) {
      if (line === null) return tooLong(start, end);
      if (line.kind !== 'record') return findingOf(line);
      if (isPersistedInLegacy(line.record)) {
        records.reduce(connection, line.record, { start, end, lineTimeMs: lineTimeMs(line.timestamp) ?? 0 });
      }
      return null;
    },
    position: records.position,
  };
}

/** The legacy reducer with its state and its writes. */
export function legacyRecordReducer(source: RolloutSource, from: ReducerPosition): LegacyRecordReducer {
  const { rolloutId } = source;
  let state: LegacyState = from.state === null ? INITIAL_LEGACY_STATE : JSON.parse(from.state);
  return {
    reduce(connection, record, line) {
      const history = storedLegacyHistory(connection, rolloutId);
      const recordIndex = state.recordIndex === null ? 0 : state.recordIndex + 1;
      const step = reduceLegacy(state, record, history, stableIds(rolloutId, recordIndex));
      state = step.state;
      if (step.changes.length > 0)
        writeLegacyChanges(connection, step.changes, { rolloutId, recordIndex, ...line });
    },
    position: () => ({
      nextOrdinal: state.recordIndex === null ? 0 : state.recordIndex + 1,
      state: JSON.stringify(state),
      unrecognisedItems: 0,
    }),
  };
}

function findingOf(line: Exclude<DecodedLine, { kind: 'record' }>): Finding | null {
  switch (line.kind) {
    case 'malformed':
      return { kind: 'malformed_json', action: 'line_skipped', ordinal: null, detail: line.reason };
    case 'unrecognised': {
      const detail = `${line.type}: ${line.reason}`;
      return { kind: 'unknown_line', action: 'line_skipped', ordinal: line.ordinal, detail };
    }
    case 'retired':
      return null;
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
