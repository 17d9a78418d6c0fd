/**
 * Threads of the sample home whose history lies in more than one file: a fork and a reverted thread.
 */
import type { HistoryBase } from '../payloads/session-meta.js';
import { type RolloutBuilder, rollout } from '../rollout-builder.js';
import { type SampleContext, TIDEMARK } from './sample-context.js';

/** Asks for another solution of the same fault. */
export function forkThread(context: SampleContext, source: RolloutBuilder, at: HistoryBase): RolloutBuilder {
  return source
    .fork({ seed: 102, at, clock: context.clockBefore(25, '14:03:05.000'), git: TIDEMARK.git })
    .turn((turn) =>
      turn
        .user('Do not change the start of the day. Could the number of samples depend on the day instead?')
        .reasoning('**Weighing both ways** 230, 240 or 250 samples; the summary must not care.')
        .agent('Yes. A day has 230, 240 or 250 samples then, and `summarise` takes any number.', {
          phase: 'final_answer',
        })
        .complete(),
    )
    .wait(90_000)
    .turn((turn) =>
      turn
        .user('Show me')
        .patch({
          changes: {
            'src/table.ts': {
              type: 'update',
              unified_diff:
                '@@ -42,2 +42,2 @@\n-  const samples = range(midnight, minutes(6), 240);\n+  const samples = range(midnight, minutes(6), hoursIn(day) * 10);\n',
              move_path: null,
            },
          },
        })
        .command({
          command: 'npm test',
          output: ' Tests  1 failed | 41 passed (42)\n',
          exitCode: 1,
          durationMs: 5_810,
        })
        .agent('One test fails: the chart expects 240 points.', { phase: 'final_answer' })
        .complete(),
    )
    .wait(30_000)
    .turn((turn) =>
      turn.user('Then I prefer the first way, thank you 🙏').agent('You are welcome.').complete(),
    );
}

/** Both files of a thread that was taken back to its first two turns. */
export function revertedThread(context: SampleContext): RolloutBuilder[] {
  const before = rollout({ ...TIDEMARK, seed: 103, clock: context.clockBefore(19, '20:41:11.902') })
    .sessionMeta()
    .turn((turn) =>
      turn
        .user('Which ports have no datum?')
        .command({
          command: 'node scripts/ports.js --without datum',
          output: 'Den Oever\nHarlingen\nシモノセキ\n',
        })
        .agent('Three: Den Oever, Harlingen and シモノセキ (Shimonoseki).', { phase: 'final_answer' })
        .complete(),
    )
    .wait(45_000)
    .turn((turn) =>
      turn
        .user('Where could I get them?')
        .webSearch('tide gauge datum Harlingen NAP')
        .agent('The water authority publishes them.')
        .complete(),
    );
  const cut = before.historyBase();
  before
    .wait(20_000)
    .turn((turn) =>
      turn
        .user('Guess them from the neighbours')
        .patch({ changes: { 'data/datums.json': { type: 'add', content: '{"harlingen":-199}\n' } } })
        .agent('Filled with the mean of the neighbours.', { phase: 'final_answer' })
        .complete(),
    )
    .wait(15_000)
    .turn((turn) =>
      turn
        .user('Hmm, that is not honest.')
        .agent('Agreed, a guess should not look like a measurement.')
        .complete(),
    );
  const after = before
    .wait(40_000)
    .revert({ seed: 104, at: cut })
    .turn((turn) =>
      turn
        .user('Mark them as unknown instead')
        .patch({ changes: { 'data/datums.json': { type: 'add', content: '{"harlingen":null}\n' } } })
        .agent('Unknown datums are null now.', { phase: 'final_answer' })
        .complete(),
    )
    .turn((turn) =>
      turn
        .user('And in the API?')
        .viewImage('/home/mira/tidemark/docs/api 図.png')
        .agent('There the field is left out.')
        .complete(),
    );
  return [before, after];
}
