/** A legacy rollout from records, and what its conversion makes of it. */
import { decodeLine } from '../../src/events/decode-line.js';
import { encodeLine } from '../../src/events/encode-line.js';
import type { RolloutRecord } from '../../src/events/record/rollout-record.js';
import type {
  Conversion,
  ConversionOptions,
  SourceLine,
} from '../../src/jobs/migration/convert/conversion.js';
import { convertLegacyRollout } from '../../src/jobs/migration/convert/convert-legacy-rollout.js';

export const OWN_THREAD = '0199a213-81c0-7800-8aa1-bbab2a035a53';

type Fields = Record<string, unknown>;

/** Records are a second apart, from 10:00:00 on. */
export const timeOf = (index: number): string => new Date(Date.UTC(2026, 2, 1, 10, 0, index)).toISOString();

export function metaLine(fields: Fields = {}): string {
  const payload = {
    session_id: OWN_THREAD,
    id: OWN_THREAD,
    timestamp: timeOf(0),
    cwd: '/repo',
    originator: 'lab',
    cli_version: '0.1.0',
    source: 'cli',
    ...fields,
  };
  return JSON.stringify({ timestamp: timeOf(0), type: 'session_meta', payload });
}

/** Lines of records; a string is a line as it is. */
export function legacyLines(
  records: readonly (RolloutRecord | string)[],
  head: string | null = metaLine(),
): string[] {
  const lines = records.map((record, at) =>
    typeof record === 'string' ? record : encodeLine({ timestamp: timeOf(at + 1), ordinal: null, record }),
  );
  return head === null ? lines : [head, ...lines];
}

export const sourceLines = (lines: readonly string[]): SourceLine[] =>
  lines.map((line) => ({ bytes: Buffer.from(line) }));

export interface Converted {
  readonly conversion: Conversion;
  readonly lines: string[];
  /** After the head. */
  readonly records: RolloutRecord[];
}

export function convertLines(lines: readonly string[], options: Partial<ConversionOptions> = {}): Converted {
  const source = sourceLines(lines);
  const conversion = convertLegacyRollout({ lines: () => source, ...options });
  const converted = [...conversion.lines()];
  const records = converted.slice(1).map((text, at) => {
    const line = decodeLine(text);
    if (line.kind !== 'record') throw new Error(`no record: ${text}`);
    if (line.ordinal !== at + 1) throw new Error(`ordinal ${line.ordinal} at line ${at + 1}`);
    return line.record;
  });
  return { conversion, lines: converted, records };
}

export function convertRecords(
  records: readonly (RolloutRecord | string)[],
  options: Partial<ConversionOptions> = {},
): Converted {
  return convertLines(legacyLines(records), options);
}

/** In a few words: turns begin and end, items with their turn, all else by its kind. */
export function outline(records: readonly RolloutRecord[]): string[] {
  return records.map((record) => {
    if (record.type !== 'event_msg') return record.type;
    const { payload } = record;
    switch (payload.type) {
      case 'item_completed':
        return `${payload.turn_id}: ${payload.item.type} ${payload.item.id}`;
      case 'task_started':
        return `${payload.turn_id} begins`;
      case 'task_complete':
        return `${payload.turn_id} ends`;
      case 'turn_aborted':
        return `${payload.turn_id} aborted`;
      default:
        return payload.type;
    }
  });
}

/** The texts of response items, in order. */
export function textsTold(records: readonly RolloutRecord[]): string[] {
  return records.flatMap(({ type, payload }) => {
    if (type !== 'response_item') return [];
    if (payload.type !== 'message' && payload.type !== 'agent_message') return [];
    return payload.content.map((part) =>
      part.type === 'input_text' || part.type === 'output_text' ? part.text : '',
    );
  });
}
