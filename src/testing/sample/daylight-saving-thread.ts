/**
 * The main thread of the sample home: commands, patches, MCP calls, a plan, an interrupt and a failure. A second thread
 * forks from it.
 */
import type { HistoryBase } from '../payloads/session-meta.js';
import { type RolloutBuilder, rollout } from '../rollout-builder.js';
import { type SampleContext, TIDEMARK } from './sample-context.js';

const FIX = `@@ -40,9 +40,9 @@
 export function tableFor(port: Port, day: PlainDate): TideTable {
-  const midnight = startOfDay(day, port.timeZone);
+  const midnight = startOfDay(day, 'UTC');
   const samples = range(midnight, minutes(6), 240);
   return summarise(port, samples);
 }
`;

const TEST = `import { expect, it } from 'vitest';
import { tableFor } from '../src/table.js';

it('has four tides on the day the clocks change', () => {
  expect(tableFor(vlissingen, '2026-03-29').tides).toHaveLength(4);
});
`;

const PLAN = `# Cache tables by port and day

1. Key: port id, UTC day, datum. 潮位 tables do not depend on the reader's time zone.
2. Keep 400 days in memory, the rest on disk.
3. Drop a port's entries when its constituents change.
`;

/** `cut` is where the fork begins: after the first turn, before the fix. */
export function daylightSavingThread(context: SampleContext): { thread: RolloutBuilder; cut: HistoryBase } {
  const thread = rollout({ ...TIDEMARK, seed: 101, clock: context.clockBefore(26, '09:12:40.310') })
    .sessionMeta()
    .turn((turn) =>
      turn
        .user('The table for Vlissingen shows only three tides on 29 March. Can you find out why?')
        .reasoning('**Looking at the date handling** The day the clocks change has 23 hours in local time.')
        .agent('I will look at how a day is cut into samples.', { phase: 'commentary' })
        .command({
          command: "rg -n 'startOfDay' src",
          output:
            'src/table.ts:42:  const midnight = startOfDay(day, port.timeZone);\nsrc/time.ts:7:export function startOfDay(\n',
          parsed: [{ type: 'search', cmd: "rg -n 'startOfDay' src", query: 'startOfDay', path: 'src' }],
        })
        .command({
          command: "sed -n '36,60p' src/table.ts",
          output:
            'export function tableFor(port: Port, day: PlainDate): TideTable {\n  const midnight = startOfDay(day, port.timeZone);\n',
          parsed: [
            { type: 'read', cmd: "sed -n '36,60p' src/table.ts", name: 'table.ts', path: 'src/table.ts' },
          ],
        })
        .agent(
          'The day starts at local midnight but always has 240 samples, so on 29 March the last hour is missing. Shall I fix it?',
          {
            phase: 'final_answer',
          },
        )
        .complete(),
    );
  const cut = thread.historyBase();
  thread
    .wait(4 * 60_000)
    .turn((turn) =>
      turn
        .user('Yes please, and add a test.')
        .patch({
          changes: {
            'src/table.ts': { type: 'update', unified_diff: FIX, move_path: null },
            'test/daylight-saving.test.ts': { type: 'add', content: TEST },
          },
        })
        .command({
          command: 'npm test',
          output: ' ✓ test/daylight-saving.test.ts (1 test) 18ms\n\n Tests  42 passed (42)\n',
          durationMs: 6_420,
        })
        .agent('Fixed: a day is cut in UTC now. All 42 tests pass ✅', { phase: 'final_answer' })
        .complete(),
    )
    .wait(11 * 60_000)
    .turn((turn) =>
      turn
        .user('Is there an issue for this in the tracker?')
        .mcp({
          server: 'tracker',
          tool: 'search_issues',
          arguments: { query: 'tides missing clock change', state: 'open' },
          result: {
            content: [{ type: 'text', text: '[{"number":87,"title":"三月の潮汐表に抜けがある"}]' }],
            structuredContent: { total: 1 },
          },
          readOnly: true,
        })
        .mcp({
          server: 'tracker',
          tool: 'close_issue',
          arguments: { number: 87 },
          error: 'token may not close issues',
        })
        .agent(
          'Issue 87 (三月の潮汐表に抜けがある) is the same fault. I may not close it with this token, so please do that yourself.',
        )
        .complete(),
    )
    .wait(2 * 60_000)
    .turn(
      (turn) =>
        turn.user('Plan a cache for the tables.').reasoning('**Choosing the key**').plan(PLAN).complete(),
      { mode: 'plan' },
    )
    .wait(60_000)
    .turn((turn) =>
      turn
        .user('Go ahead')
        .command({
          command: 'npm run bench -- --ports 240',
          output: 'port 1/240\nport 2/240\n',
          exitCode: -1,
          durationMs: 31_000,
        })
        .abort(),
    )
    .turn((turn) =>
      turn.user('Without the benchmark please').fail('stream disconnected before completion', 'other'),
    )
    .wait(3 * 60_000)
    .turn((turn) =>
      turn
        .user('Try again')
        .patch({ changes: { 'src/cache.ts': { type: 'add', content: 'export class TableCache {}\n' } } })
        .agent('The cache class is there, empty still. Next I would fill it step by step.', {
          phase: 'final_answer',
        })
        .complete(),
    );
  return { thread, cut };
}
