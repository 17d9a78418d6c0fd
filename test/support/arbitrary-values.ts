/**
 * Small arbitraries that the rollout arbitraries share. Ids come from small pools, so that repeats and updates happen.
 */
import fc from 'fast-check';
import type { JsonObject } from '../../src/testing/json-object.js';

export const THREAD_ID = '019cadc6-9a80-7000-8000-5589441de6bb';
const PROJECT = '/home/mira/tidemark';

const TIDES = [
  '',
  ' ',
  'high water at six',
  '潮位を確認する',
  'ok 👍🏽',
  'line\nbreak\ttab "quoted" \\',
  '\u2028sep\u0000nul',
  'Å é',
];

export const text = fc.oneof(fc.constantFrom(...TIDES), fc.string({ unit: 'grapheme', maxLength: 24 }));
export const turnId = fc.constantFrom('turn-a', 'turn-b', 'turn-c', 'turn-d');
export const itemId = fc.constantFrom('item-1', 'item-2', 'call-a', 'call-b', 'msg-a', 'msg-b', 'ü');
export const path = fc.constantFrom(`${PROJECT}/src/table.ts`, `${PROJECT}/docs/図.md`, '/tmp/a b.txt');
export const milliseconds = fc.integer({ min: 1_772_442_000_000, max: 1_772_445_600_000 });
export const duration = fc.record({ secs: fc.nat(90), nanos: fc.nat(999_999_999) });
export const optionalTime = fc.option(milliseconds, { nil: undefined });

/** Numbers whose digits a double would not give back; see `withoutMarks`. */
const exactNumber = fc
  .constantFrom('1.10', '0.0', '-0.0', '12345678901234567890', '1e+400')
  .map((digits) => `#number ${digits}#`);

/** Integers beyond 64 bits make a line undecodable (spec: corrections 2); that is a case of its own. */
function hasNoWideInteger(value: unknown): boolean {
  return !/\d{18,}(?![\d.e])/.test(JSON.stringify(value));
}

export const json: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 2 }).filter(hasNoWideInteger) },
  {
    weight: 1,
    arbitrary: fc.record({
      metres: exactNumber,
      '#key 2#': fc.constant('two'),
      '#key 1#': fc.constant('one'),
    }),
  },
);

/** JSON text in which marks have become what a JS object cannot hold: exact numbers, and integer keys out of order. */
export function withoutMarks(line: string): string {
  return line.replace(/"#number ([^#"]+)#"/g, '$1').replace(/"#key (\d+)#":/g, '"$1":');
}

/** An object that may lack some keys. */
export function optionally(
  model: Record<string, fc.Arbitrary<unknown>>,
  required: string[],
): fc.Arbitrary<JsonObject> {
  return fc.record(model, { requiredKeys: required });
}

export const command = fc.constantFrom(['/bin/bash', '-lc', 'npm test'], ['echo', 'hello world'], ['ls']);
export const parsedCommand = fc.array(
  fc.constantFrom<JsonObject>(
    { type: 'unknown', cmd: 'npm test' },
    { type: 'read', cmd: 'cat a', name: 'a', path: 'a' },
    { type: 'list_files', cmd: 'ls', path: null },
    { type: 'search', cmd: 'rg x', query: 'x', path: 'src' },
  ),
  { maxLength: 2 },
);
export const fileChanges = fc.dictionary(
  path,
  fc.oneof(
    fc.record({ type: fc.constantFrom('add', 'delete'), content: text }),
    fc.record({ type: fc.constant('update'), unified_diff: text, move_path: fc.option(path) }),
  ),
  { maxKeys: 2 },
);
export const mcpResult = optionally(
  {
    content: fc.array(fc.record({ type: fc.constant('text'), text }), { maxLength: 2 }),
    structuredContent: json,
    isError: fc.boolean(),
    _meta: json,
  },
  ['content'],
);
export const searchAction = fc.oneof(
  optionally({ type: fc.constant('search'), query: text, queries: fc.array(text, { maxLength: 2 }) }, [
    'type',
  ]),
  optionally({ type: fc.constant('open_page'), url: text }, ['type']),
  optionally({ type: fc.constant('find_in_page'), url: text, pattern: text }, ['type']),
  fc.constant({ type: 'other' }),
);
export const agentStatus = fc.constantFrom<unknown>(
  'pending_init',
  'running',
  { completed: null },
  { completed: 'done' },
  { errored: 'x' },
  'not_found',
);
export const reviewOutput = fc.option(
  fc.record({
    findings: fc.array(
      fc.record({
        title: text,
        body: text,
        confidence_score: fc.constant(0.5),
        priority: fc.nat(3),
        code_location: fc.record({ absolute_file_path: path, line_range: fc.constant({ start: 3, end: 5 }) }),
      }),
      { maxLength: 2 },
    ),
    overall_correctness: fc.constant('patch is correct'),
    overall_explanation: text,
    overall_confidence_score: fc.constant(0.75),
  }),
);
export const errorInfo = fc.constantFrom<unknown>(
  'other',
  'usage_limit_exceeded',
  'thread_rollback_failed',
  null,
  {
    http_connection_failed: { http_status_code: 503 },
  },
);
