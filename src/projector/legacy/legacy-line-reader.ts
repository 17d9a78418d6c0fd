/**
 * Reads the lines of a legacy rollout: picks the records that the legacy reducer has to see, and counts the others, which
 * make the ids of implicit turns all the same.
 */
import type { DecodedLine, RolloutRecord } from '../../events/decode-line.js';
import { isPersisted } from '../../events/record/persistence-policy.js';
import { type Finding, tooLong } from '../finding.js';
import { type LineReader, type ReadPosition, remark } from '../line-outcome.js';
import { lineTimeMs } from '../line-time.js';

/** Keeps nothing between lines; where the rollout stands is the legacy reducer's knowledge. */
export function legacyLineReader(from: ReadPosition): LineReader {
  return {
    read(text) {
      const { start, end, line } = text;
      if (line === null) return remark(text, tooLong(start, end));
      if (line.kind !== 'record') {
        const finding = findingOf(line);
        return finding && remark(text, finding);
      }
      const { record, timestamp } = line;
      if (!isPersisted(record, 'legacy')) return null;
      if (!canChangeHistory(record)) return { start, end, finding: null, write: { kind: 'passing' } };
      const timeMs = lineTimeMs(timestamp) ?? 0;
      return { start, end, finding: null, write: { kind: 'records', records: [record], lineTimeMs: timeMs } };
    },
    pass: () => null,
    position: () => from,
  };
}

/** Kinds that no rule of the legacy reducer looks at, and that make up most of a log. */
const PASSING_EVENTS = new Set(['token_count', 'thread_goal_updated', 'thread_settings_applied']);

function canChangeHistory({ type, payload }: RolloutRecord): boolean {
  switch (type) {
    case 'event_msg':
      return !PASSING_EVENTS.has(payload.type);
    case 'response_item':
      return payload.type === 'message' && payload.role === 'user';
    default:
      return type === 'compacted';
  }
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
