/**
 * The records of a legacy rollout, each with the text of its line. Lines that are none are counted and left out.
 */
import { isUtf8 } from 'node:buffer';
import { decodeLine } from '../../../events/decode-line.js';
import type { RecordLine } from '../../../events/decoded-line.js';
import { stringifyJson } from '../../../events/json/stringify-json.js';
import { readLineAsWritten } from '../../../events/read-line-as-written.js';
import type { RolloutRecord } from '../../../events/record/rollout-record.js';
import { lineTimeMs } from '../../../projector/line-time.js';
import type { ConversionReport, DroppedLine, SourceLine } from './conversion.js';
import { respellOlderLine } from './older-shapes.js';

export interface SourceRecord {
  /** Index among the records of the source. */
  readonly index: number;
  readonly record: RolloutRecord;
  /** The line as it was written, or in today's spelling where only that can be read. */
  readonly text: string;
  /** The line's own time; that of the record before where nobody can read it. */
  readonly timestamp: string;
  /** The same in unix milliseconds; null while no record had a time that can be read. */
  readonly timeMs: number | null;
  /** Whether the text begins with another time than this. */
  readonly isTimeRepaired: boolean;
}

/** Counts a line that has no counterpart. */
export function drop(report: ConversionReport, reason: DroppedLine): void {
  report.dropped[reason] = (report.dropped[reason] ?? 0) + 1;
}

/** Reads records until the lines end; `report` counts lines, records, and what was neither. */
export function* sourceRecords(
  lines: Iterable<SourceLine>,
  report: ConversionReport,
): Generator<SourceRecord, void, undefined> {
  let index = 0;
  let time: { timestamp: string; timeMs: number } | null = null;
  for (const { bytes } of lines) {
    report.linesRead++;
    const read = readRecord(bytes);
    if (typeof read === 'string') {
      drop(report, read);
      continue;
    }
    const { line, text } = read;
    const timeMs = lineTimeMs(line.timestamp);
    if (timeMs !== null) time = { timestamp: line.timestamp, timeMs };
    report.recordsRead++;
    yield {
      index,
      record: line.record,
      text,
      timestamp: time?.timestamp ?? line.timestamp,
      timeMs: time?.timeMs ?? null,
      isTimeRepaired: timeMs === null && time !== null,
    };
    index++;
  }
}

interface ReadRecord {
  readonly line: RecordLine;
  readonly text: string;
}

function readRecord(bytes: Uint8Array | null): ReadRecord | DroppedLine {
  if (bytes === null) return 'oversized';
  if (!isUtf8(bytes)) return 'malformed';
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  if (text.trim() === '') return 'blank';
  const line = decodeLine(text);
  if (line.kind === 'record') return { line, text };
  return line.kind === 'unrecognised' ? respelled(text) : line.kind;
}

function respelled(text: string): ReadRecord | DroppedLine {
  const older = readLineAsWritten(text);
  const json = older === null ? null : respellOlderLine(older.asWritten);
  if (json === null) return 'unrecognised';
  const today = stringifyJson(json);
  const line = decodeLine(today);
  return line.kind === 'record' ? { line, text: today } : 'unrecognised';
}
