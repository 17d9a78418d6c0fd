/**
 * Short threads of the sample home: one that is archived, one with a line torn by a crash.
 */
import { type RolloutBuilder, rollout } from '../rollout-builder.js';
import { type SampleContext, TIDEMARK } from './sample-context.js';

export function archivedThread(context: SampleContext): RolloutBuilder {
  return rollout({ ...TIDEMARK, seed: 109, clock: context.clockBefore(41, '11:00:59.999') })
    .sessionMeta()
    .turn((turn) =>
      turn
        .user('Does the server close its connections on SIGTERM?')
        .command({ command: 'grep -n SIGTERM -r src', output: '', exitCode: 1 })
        .agent('No, nothing listens to it.')
        .complete(),
    )
    .turn((turn) =>
      turn
        .user('Let it')
        .patch({
          changes: {
            'src/main.ts': {
              type: 'update',
              unified_diff:
                "@@ -9 +9,2 @@\n server.listen(port);\n+process.once('SIGTERM', () => server.close());\n",
              move_path: null,
            },
          },
        })
        .agent('It does now.', { phase: 'final_answer' })
        .complete(),
    )
    .turn((turn) => turn.user('gracias!').agent('¡De nada!').complete());
}

/** A write torn in the middle; the session was opened again and went on after it. */
export function damagedThread(context: SampleContext): RolloutBuilder {
  const thread = rollout({ ...TIDEMARK, seed: 110, clock: context.clockBefore(4, '22:15:30.450') })
    .sessionMeta()
    .turn((turn) =>
      turn
        .user('Why does the watcher use 100 % CPU?')
        .command({
          command: 'npm run watch -- --once',
          output: 'watching 18 204 files (node_modules included)\n',
          durationMs: 2_100,
        })
        .agent('It watches node_modules as well.', { phase: 'final_answer' })
        .complete(),
    )
    .turn((turn) =>
      turn
        .user('Exclude it')
        .patch({ changes: { '.watchrc': { type: 'add', content: 'ignore = node_modules\n' } } }),
    );
  const torn = thread.lines().at(-1) ?? '';
  return thread
    .raw(`${torn.slice(0, torn.length >> 1)}\n`)
    .wait(7 * 60_000)
    .turn((turn) =>
      turn
        .user('The laptop died, did you write it?')
        .command({ command: 'cat .watchrc', output: 'ignore = node_modules\n' })
        .agent('Yes, .watchrc is complete.')
        .complete(),
    )
    .turn((turn) => turn.user('良かった').agent('安心ですね 🔋').complete());
}
