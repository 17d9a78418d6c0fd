/**
 * The records of a lineage from its newest one back, with what was read on the way. A reader that has enough stops asking, and
 * no further line is read. Which records matter is left to the reader.
 */
import type { RolloutRecord } from '../../events/decode-line.js';
import { decodeLine } from '../../events/decode-line.js';
import type { Projector } from '../../projector/projector.js';
import type { Segment, ThreadLineage } from '../../projector/thread-lineage.js';
import { type FramedLine, isBlankLine, RolloutError } from '../../rollout/index.js';
import { HistoryError } from '../history-error.js';

/** What was read. Grows while records are asked for. */
export interface RecordScan {
  rollouts: number;
  lines: number;
  /** Of the plain text. */
  bytes: number;
  /** Lines that are no record and were passed over. */
  unreadableLines: number;
  /** Rollout id of a log that was wanted and is gone. */
  missingLog: string | null;
}

export interface NewestRecordsOptions {
  projector: Projector;
  lineage: ThreadLineage;
  scan: RecordScan;
}

/**
 * Yields the records of all segments, each from its frozen end on. The first lines of rollouts come along; they speak for
 * their files alone.
 *
 * @throws HistoryError `invalid_request` for an ancestor that does not reach as far as its child says
 * @throws RolloutError for a log that cannot be read, and `not_found` for the newest one
 */
export function* newestRecords(options: NewestRecordsOptions): Generator<RolloutRecord, void, undefined> {
  const { projector, lineage, scan } = options;
  for (const segment of lineage.segments.toReversed()) {
    scan.rollouts++;
    try {
      for (const line of linesOf(projector, segment)) {
        scan.lines++;
        scan.bytes += line.end - line.start;
        const record = recordOf(line, scan);
        if (record !== null) yield record;
      }
    } catch (error) {
      const isGone = error instanceof RolloutError && error.code === 'not_found';
      if (!isGone || segment.endByteOffset === null) throw error;
      scan.missingLog = segment.rolloutId;
      return;
    }
  }
  scan.missingLog = lineage.missingAncestor;
}

function* linesOf(projector: Projector, segment: Segment): Generator<FramedLine, void, undefined> {
  const { rolloutId, endByteOffset: end } = segment;
  let expected = end;
  for (const line of projector.logs.backwards(rolloutId, end === null ? {} : { end })) {
    if (expected !== null && line.end !== expected) throw cutShort(segment);
    expected = null;
    yield line;
  }
  if (expected !== null && expected > 0) throw cutShort(segment);
}

function recordOf({ bytes, utf8 }: FramedLine, scan: RecordScan): RolloutRecord | null {
  if (bytes !== null && isBlankLine(bytes)) return null;
  const decoded = bytes !== null && utf8 ? decodeLine(bytes.toString()) : null;
  if (decoded?.kind === 'record') return decoded.record;
  if (decoded?.kind !== 'retired') scan.unreadableLines++;
  return null;
}

function cutShort({ rolloutId, endByteOffset }: Segment): HistoryError {
  return new HistoryError(
    'invalid_request',
    `Rollout ${rolloutId} has no line that ends at byte ${endByteOffset}, where a rollout based on it begins. ` +
      'Was it cut or written anew?',
  );
}
