import { describe, expect, test } from 'vitest';
import { convertLines, metaLine, timeOf } from '../../../support/conversion-lab.js';

const line = (type: string, payload: object): string =>
  JSON.stringify({ timestamp: timeOf(1), type, payload });
const event = (type: string, fields: object): string => line('event_msg', { type, ...fields });

function payloadsOf(...lines: string[]): Record<string, unknown>[] {
  return convertLines([metaLine(), ...lines])
    .lines.slice(1)
    .map((text) => JSON.parse(text).payload);
}

const CONTEXT = { cwd: '/repo', approval_policy: 'never', model: 'gpt-5', summary: 'auto' };

describe('what older versions wrote', () => {
  test('parses_legacy_numeric_event_payloads_through_value', () => {
    const written = `{"timestamp":"${timeOf(1)}","type":"event_msg","payload":{"type":"token_count","info":null,"rate_limits":{"primary":{"used_percent":0.0,"window_minutes":300,"resets_at":1}}}}`;
    expect(convertLines([metaLine(), written]).lines[1]).toContain('"used_percent":0.0');
  });

  test('normalizes_legacy_rate_limit_reset_timestamps', () => {
    const window = { used_percent: 1.5, window_minutes: 5, resets_at: '2026-03-01T10:00:00Z' };
    const [payload] = payloadsOf(event('token_count', { info: null, rate_limits: { primary: window } }));
    expect(payload).toMatchObject({ rate_limits: { primary: { ...window, resets_at: 1_772_359_200 } } });
  });

  test('normalizes_legacy_turn_context_collaboration_mode', () => {
    const collaboration_mode = {
      mode: 'plan',
      model: 'm',
      reasoning_effort: 'low',
      developer_instructions: 'd',
    };
    const [payload] = payloadsOf(line('turn_context', { ...CONTEXT, collaboration_mode }));
    const settings = { model: 'm', reasoning_effort: 'low', developer_instructions: 'd' };
    expect(payload).toMatchObject({ collaboration_mode: { mode: 'plan', settings } });
  });

  test('normalizes_legacy_turn_context_sandbox_policy', () => {
    const [payload] = payloadsOf(
      line('turn_context', { ...CONTEXT, sandbox_policy: { mode: 'danger-full-access' } }),
    );
    expect(payload).toMatchObject({ sandbox_policy: { type: 'danger-full-access' } });
  });

  test('normalizes_legacy_review_entry_prompt', () => {
    const payloads = payloadsOf(
      event('entered_review_mode', { prompt: 'look', user_facing_hint: 'changes' }),
    );
    expect(payloads[1]).toMatchObject({
      item: {
        type: 'EnteredReviewMode',
        target: { type: 'custom', instructions: 'look' },
        user_facing_hint: 'changes',
      },
    });
  });

  test('normalizes_legacy_plain_command_cwd', () => {
    const payloads = payloadsOf(
      event('exec_command_end', {
        call_id: 'c',
        turn_id: 't',
        command: ['a'],
        cwd: '/a b/ü',
        parsed_cmd: [],
        exit_code: 0,
        duration: { secs: 0, nanos: 1 },
        status: 'completed',
      }),
    );
    expect(payloads[1]).toMatchObject({ item: { cwd: 'file:///a%20b/%C3%BC' } });
  });

  test('skips_only_known_retired_events, and whatever else nobody reads', () => {
    const { conversion, records } = convertLines([
      metaLine(),
      event('undo_completed', { success: true }),
      event('thread_name_updated', { name: 'x' }),
      event('warning', { message: 'x' }),
    ]);
    expect(records).toEqual([]);
    expect(conversion.report.dropped).toMatchObject({ not_persisted: 1 });
  });

  test('skips_legacy_ghost_snapshots', () => {
    const { conversion, records } = convertLines([
      metaLine(),
      line('response_item', { type: 'ghost_snapshot', id: 'g' }),
    ]);
    expect(records).toEqual([]);
    expect(conversion.report.dropped).toEqual({ retired: 1 });
  });
});
