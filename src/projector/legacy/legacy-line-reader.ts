/**
 * Reads the lines of a legacy rollout: picks the records that the legacy reducer or recovery has to see, and counts the
 * others, which make the ids of implicit turns all the same.
 */
import type { DecodedLine, RolloutRecord } from '../../events/decode-line.js';
import type { EventMsg } from '../../events/event-msg/event-msg.js';
import { isPersisted } from '../../events/record/persistence-policy.js';
import { type Finding, tooLong } from '../finding.js';
import { type LineReader, type ReadPosition, remark } from '../line-outcome.js';
import { lineTimeMs } from '../line-time.js';
import { isRecoverable } from '../recovered/recover-record.js';
import { folderOf } from '../recovered/told-folder.js';

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
      if (!isPersisted(record, 'legacy')) {
        const event = unshownEvent(record);
        if (event === null) return null;
        return {
          start,
          end,
          finding: null,
          write: { kind: 'unshown', event, lineTimeMs: timeOf(timestamp) },
        };
      }
      if (!canChangeHistory(record)) {
        return { start, end, finding: null, write: { kind: 'passing', folder: folderOf(record) } };
      }
      const timeMs = timeOf(timestamp);
      return { start, end, finding: null, write: { kind: 'records', records: [record], lineTimeMs: timeMs } };
    },
    pass: () => null,
    looksInto: () => true,
    position: () => from,
  };
}

function timeOf(timestamp: string): number {
  return lineTimeMs(timestamp) ?? 0;
}

/** Events that older versions wrote, and that tell more of a recovered command than its texts do. */
function unshownEvent({ type, payload }: RolloutRecord): EventMsg | null {
  return type === 'event_msg' && payload.type === 'exec_command_end' ? payload : null;
}

/** Kinds that no rule of the legacy reducer looks at, and that make up most of a log. */
const PASSING_EVENTS = new Set(['token_count', 'thread_goal_updated', 'thread_settings_applied']);

function canChangeHistory({ type, payload }: RolloutRecord): boolean {
  switch (type) {
    case 'event_msg':
      return !PASSING_EVENTS.has(payload.type);
    case 'response_item':
      return isRecoverable(payload);
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
