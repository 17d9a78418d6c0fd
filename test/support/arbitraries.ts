/**
 * Arbitrary rollouts: lines a session could have written, in any order, with what crashes, other writers and newer
 * versions leave in between. Each value is the list of lines, without newlines; the first is the session_meta.
 */
import fc from 'fast-check';
import type { JsonObject } from '../../src/testing/json-object.js';
import { formatRecordLine } from '../../src/testing/record-line.js';
import { rollout } from '../../src/testing/rollout-builder.js';
import { arbitraryLegacyEvent } from './arbitrary-legacy-events.js';
import { arbitraryTurnItem } from './arbitrary-turn-items.js';
import {
  errorInfo,
  itemId,
  milliseconds,
  optionalTime,
  THREAD_ID,
  text,
  turnId,
  withoutMarks,
} from './arbitrary-values.js';

/** A record, or the text of a line that is none. */
type Step =
  | { type: string; payload: JsonObject; ordinal: 'next' | 'gap' | 'repeat' | 'none' }
  | { line: string };

const SECOND = 1_772_442_000;
const ordinal = fc.oneof(
  { weight: 12, arbitrary: fc.constant('next' as const) },
  { weight: 1, arbitrary: fc.constantFrom('gap' as const, 'repeat' as const, 'none' as const) },
);
const event = (payload: fc.Arbitrary<JsonObject>) =>
  fc.record({ type: fc.constant('event_msg'), payload, ordinal });
const record = (type: string, payload: fc.Arbitrary<JsonObject>) =>
  fc.record({ type: fc.constant(type), payload, ordinal });
const seconds = fc.option(fc.integer({ min: SECOND, max: SECOND + 3_600 }), { nil: undefined });

const started = fc
  .record({ turn_id: turnId, root_turn_id: fc.option(turnId, { nil: undefined }), started_at: seconds })
  .map((turn): JsonObject => ({ type: 'task_started', ...turn, model_context_window: 258_400 }));
const completed = fc
  .record({
    turn_id: turnId,
    last_agent_message: fc.option(text),
    error: fc.option(fc.record({ message: text, codex_error_info: errorInfo }), { nil: undefined }),
    started_at: seconds,
    completed_at: seconds,
    duration_ms: fc.option(fc.nat(90_000), { nil: undefined }),
  })
  .map((turn): JsonObject => ({ type: 'task_complete', ...turn }));
const aborted = fc
  .record({
    turn_id: fc.oneof({ weight: 4, arbitrary: turnId }, { weight: 1, arbitrary: fc.constant(null) }),
    reason: fc.constantFrom('interrupted', 'replaced'),
    completed_at: seconds,
  })
  .map((turn): JsonObject => ({ type: 'turn_aborted', ...turn }));
const itemEvent = fc
  .record({
    turn_id: turnId,
    item: arbitraryTurnItem,
    started_at_ms: optionalTime,
    completed_at_ms: fc.oneof(milliseconds, fc.constant(0)),
  })
  .map((done): JsonObject => ({ type: 'item_completed', thread_id: THREAD_ID, ...done }));
const realtime = fc
  .record({
    id: itemId,
    kind: fc.constantFrom('realtime_session_started', 'transcript_segment', 'realtime_session_closed'),
    text,
  })
  .map(({ id, kind, text: said }): JsonObject => {
    const base = { id, realtime_session_id: THREAD_ID, type: kind };
    if (kind === 'transcript_segment') return { ...base, role: 'user', text: said };
    return kind === 'realtime_session_closed' ? { ...base, outcome: 'ended' } : base;
  });

const silent = fc.oneof(
  record(
    'response_item',
    fc.constant({ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'ok' }] }),
  ),
  record('world_state', fc.constant({ full: false, state: { realtime: { active: true } } })),
  record('compacted', fc.record({ message: text })),
  event(fc.constant({ type: 'token_count', info: null, rate_limits: null })),
);
const unknown = fc.oneof(
  record('tide_forecast', fc.constant({ metres: 1.25 })),
  event(fc.constant({ type: 'tide_turned' })),
  event(
    turnId.map((turn_id) => ({
      type: 'item_completed',
      thread_id: THREAD_ID,
      turn_id,
      item: { type: 'Tide', id: 'x' },
      completed_at_ms: 1,
    })),
  ),
  event(fc.constant({ type: 'task_started' })),
  event(
    turnId.map((turn_id) => {
      const tooWide = {
        type: 'DynamicToolCall',
        id: 'x',
        tool: 't',
        arguments: '#number 18446744073709551616#',
        status: 'completed',
      };
      return { type: 'item_completed', thread_id: THREAD_ID, turn_id, item: tooWide, completed_at_ms: 1 };
    }),
  ),
);
const broken = fc
  .constantFrom(
    '',
    '   ',
    '{',
    '{"timestamp":"2026-03-02T09:00:00.000Z","ordinal":5,"type":"event_m',
    '[1,2]',
    'null',
    '\u0000\u0000',
    '{}',
  )
  .map((line) => ({ line }));

const paginatedStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: event(started) },
  { weight: 3, arbitrary: event(completed) },
  { weight: 1, arbitrary: event(aborted) },
  { weight: 10, arbitrary: event(itemEvent) },
  { weight: 1, arbitrary: record('realtime_item', realtime) },
  { weight: 2, arbitrary: silent },
  { weight: 1, arbitrary: unknown },
  { weight: 1, arbitrary: broken },
);

const legacyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 16, arbitrary: event(arbitraryLegacyEvent) },
  { weight: 2, arbitrary: silent },
  { weight: 1, arbitrary: unknown },
  { weight: 1, arbitrary: broken },
  {
    weight: 1,
    arbitrary: record('response_item', fc.constant({ type: 'ghost_snapshot', ghost_commit: { id: 'a' } })),
  },
);

/** Turns begun, completed, failed, aborted; items of all kinds, repeated and late; odd ordinals; unknown and broken lines. */
export function arbitraryPaginatedRollout({
  maxLines = 40,
}: {
  maxLines?: number;
} = {}): fc.Arbitrary<string[]> {
  return fc.array(paginatedStep, { maxLength: maxLines }).map((steps) => linesOf('paginated', steps));
}

/** All legacy events, with late completions, rollbacks, aborts, compaction and reviews; unknown and broken lines. */
export function arbitraryLegacyRollout({
  maxLines = 40,
}: {
  maxLines?: number;
} = {}): fc.Arbitrary<string[]> {
  return fc.array(legacyStep, { maxLength: maxLines }).map((steps) => linesOf('legacy', steps));
}

/** The bytes of those lines, each with its newline. */
export function bytesOfLines(lines: readonly string[]): Uint8Array {
  return new Uint8Array(Buffer.from(lines.map((line) => `${line}\n`).join('')));
}

function linesOf(historyMode: 'paginated' | 'legacy', steps: readonly Step[]): string[] {
  const lines = rollout({ threadId: THREAD_ID, historyMode }).sessionMeta().lines();
  let next = 1;
  for (const [index, step] of steps.entries()) {
    if ('line' in step) {
      lines.push(step.line);
      continue;
    }
    if (step.ordinal === 'gap') next += 3;
    if (step.ordinal === 'repeat') next -= 1;
    const numbered = historyMode === 'paginated' && step.ordinal !== 'none';
    const timestamp = new Date(SECOND * 1000 + index * 17).toISOString();
    const { type, payload } = step;
    lines.push(
      withoutMarks(formatRecordLine({ timestamp, ordinal: numbered ? next++ : null, type, payload })),
    );
  }
  return lines;
}
