/**
 * Projects the envelope-less files of mid-2025, by handing the events that their lines stand for to the legacy reducer.
 */
import type { RolloutRecord } from '../../events/decode-line.js';
import { tooLong } from '../finding.js';
import { legacyRecordReducer } from '../legacy/legacy-line-reducer.js';
import type { LineReducer, ReducerPosition } from '../line-reducer.js';
import type { RolloutSource } from '../rollout-source.js';
import { bareEvents } from './bare-events.js';

/** Starts where a checkpoint left off. */
export function bareLineReducer(source: RolloutSource, from: ReducerPosition): LineReducer {
  const legacy = legacyRecordReducer(source, from);
  return {
    apply(connection, { start, end, line }) {
      if (line === null) return tooLong(start, end);
      if (line.kind === 'malformed') {
        return { kind: 'malformed_json', action: 'line_skipped', ordinal: null, detail: line.reason };
      }
      const events = line.kind === 'unrecognised' ? bareEvents(line.json) : null;
      if (events === null) {
        const detail = 'no line of an envelope-less rollout';
        return { kind: 'unknown_line', action: 'line_skipped', ordinal: null, detail };
      }
      for (const payload of events) {
        const record: RolloutRecord = { type: 'event_msg', payload };
        legacy.reduce(connection, record, { start, end, lineTimeMs: 0 });
      }
      return null;
    },
    position: legacy.position,
  };
}
