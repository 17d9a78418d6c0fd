import { describe, expect, test } from 'vitest';
import { ConversionError } from '../../../../src/jobs/migration/convert/conversion-error.js';
import {
  convertLines,
  convertRecords,
  legacyLines,
  metaLine,
  OWN_THREAD,
  outline,
  timeOf,
} from '../../../support/conversion-lab.js';
import { record, userMessage } from '../../../support/legacy-records.js';

const itemsOf = (records: ReturnType<typeof convertRecords>['records']) =>
  records.flatMap(({ type, payload }) =>
    type === 'event_msg' && payload.type === 'item_completed' ? [payload] : [],
  );

const head = (line: string | undefined) => JSON.parse(line ?? '{}');

describe('lines', () => {
  test('migration_hoists_delayed_session_meta_before_paginated_history', () => {
    const [message] = legacyLines([userMessage('early')], null);
    const { lines, records } = convertLines([message ?? '', metaLine()]);
    expect(head(lines[0])).toMatchObject({ ordinal: 0, type: 'session_meta' });
    expect(outline(records)[1]).toBe('rollout-0: UserMessage item-1');
  });

  test('migration_drops_copied_user_fork_metadata_without_creating_a_history_base', () => {
    const parent = '0199a213-81c0-7800-8aa1-bbab2a035a54';
    const { lines, conversion } = convertLines([
      metaLine({ forked_from_id: parent }),
      metaLine({ id: parent, session_id: parent }),
      ...legacyLines([userMessage('copied')], null),
    ]);
    expect(head(lines[0]).payload).toMatchObject({ id: OWN_THREAD, forked_from_id: parent });
    expect(head(lines[0]).payload).not.toHaveProperty('history_base');
    expect(lines.filter((line) => line.includes('"session_meta"'))).toHaveLength(1);
    expect(conversion.report.dropped).toEqual({ copied_session_meta: 1 });
  });

  test('migration_skips_malformed_lines_and_trailing_partial_tail, blank and oversized ones', () => {
    const lines = legacyLines([
      userMessage('a'),
      '{"timestamp":',
      '',
      userMessage('b'),
      '{"timestamp":"2026',
      'null',
    ]);
    const source = [...lines.map((line) => ({ bytes: Buffer.from(line) })), { bytes: null }];
    const { conversion, records } = convertLines([], { lines: () => source });
    expect(records.filter(({ type }) => type === 'event_msg')).toHaveLength(6);
    expect(conversion.report).toMatchObject({ linesRead: 8, recordsRead: 3, itemsWritten: 2 });
    expect(conversion.report.dropped).toEqual({ malformed: 3, blank: 1, oversized: 1 });
  });

  test('migration_reports_invalid_session_metadata', () => {
    const noHead = () => convertLines(legacyLines([userMessage('a')], null));
    expect(noHead).toThrow(ConversionError);
    expect(noHead).toThrow(expect.objectContaining({ code: 'invalid_session_metadata' }));
    expect(() => convertLines([metaLine({ history_mode: 'future' })])).toThrow(
      expect.objectContaining({ code: 'invalid_session_metadata' }),
    );
  });

  test('a copied line keeps its keys, their order and its digits', () => {
    const written =
      '{"timestamp":"2026-03-01T10:00:01.000Z","type":"world_state","payload":{"state":{"z":1.10,"2":0.0,"1":12345678901234567890},"full":true,"odd":null}}';
    const { lines } = convertLines([metaLine(), written]);
    expect(lines[1]).toBe(written.replace('"type"', '"ordinal":1,"type"'));
    const spaced = written.replace('{"timestamp"', '{ "timestamp"');
    expect(convertLines([metaLine(), spaced]).lines[1]).toBe(lines[1]);
  });

  test('digits of arguments survive the change of an event to an item', () => {
    const written = `{"timestamp":"${timeOf(1)}","type":"event_msg","payload":{"type":"mcp_tool_call_end","call_id":"m","invocation":{"server":"s","tool":"t","arguments":{"x":1.10}},"duration":{"secs":0,"nanos":1},"result":{"Ok":{"content":[]}}}}`;
    expect(convertLines([metaLine(), written]).lines[2]).toContain('"arguments":{"x":1.10}');
  });

  test('a line whose time nobody can read gets the time of the line before', () => {
    const broken = legacyLines([userMessage('a')], null).map((line) => line.replace(timeOf(1), 'some time'));
    const { records, lines } = convertLines([metaLine(), ...broken]);
    expect(itemsOf(records)[0]?.completed_at_ms).toBe(Date.parse(timeOf(0)));
    expect(lines[1]).toContain(`{"timestamp":"${timeOf(0)}"`);
  });

  test('a response item of a kind that nobody knows stays as it is', () => {
    const written = `{"timestamp":"${timeOf(1)}","type":"response_item","payload":{"type":"never_seen","x":1}}`;
    expect(convertLines([metaLine(), written]).lines[1]).toBe(
      written.replace('"type"', '"ordinal":1,"type"'),
    );
  });

  test('a compaction alone begins no turn', () => {
    const compaction = record('compacted', { message: 'sum' });
    expect(outline(convertRecords([compaction]).records)).toEqual(['compacted']);
  });
});
