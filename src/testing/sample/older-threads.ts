/**
 * Threads of the sample home in older shapes: a legacy rollout, and one of 2025 without envelope.
 */
import { type BareRolloutBuilder, bareRollout } from '../bare-rollout.js';
import { type RolloutBuilder, rollout } from '../rollout-builder.js';
import { type SampleContext, TIDEMARK } from './sample-context.js';

export function legacyThread(context: SampleContext): RolloutBuilder {
  return rollout({
    ...TIDEMARK,
    seed: 107,
    historyMode: 'legacy',
    legacyCommands: true,
    clock: context.clockBefore(33, '16:20:00.007'),
  })
    .sessionMeta()
    .turn((turn) =>
      turn
        .user('Draw the tide of a day as an SVG')
        .reasoning(['**Choosing a curve**', '**Choosing the axes**'])
        .patch({
          changes: { 'src/chart.ts': { type: 'add', content: "export const chart = () => '<svg/>';\n" } },
        })
        .agent('A first chart is in src/chart.ts.')
        .complete(),
    )
    .turn((turn) =>
      turn
        .user('The labels overlap at Saint-Malo, the range is 12 m there')
        .command({ command: 'node scripts/draw.js saint-malo > out.svg', output: '' })
        .mcp({
          server: 'browser',
          tool: 'screenshot',
          arguments: { file: 'out.svg' },
          result: 'label "PM 12,1 m" overlaps "06:40"',
        })
        .agent('They do. I will move them outside the curve.')
        .complete(),
    )
    .turn((turn) => turn.user('stop, lunch 🍜').abort())
    .turn((turn) =>
      turn
        .compact(
          'The chart of src/chart.ts has overlapping labels at large ranges; they are to move outside.',
        )
        .complete(),
    )
    .turn((turn) =>
      turn
        .user('Back. Go on please')
        .webSearch('svg label collision vertical axis')
        .patch({
          changes: {
            'src/chart.ts': {
              type: 'update',
              unified_diff:
                "@@ -1 +1 @@\n-export const chart = () => '<svg/>';\n+export const chart = () => '<svg><g/></svg>';\n",
              move_path: null,
            },
          },
        })
        .agent('Labels stand outside the curve now.')
        .complete(),
    );
}

/** Kept at its own date, whatever the sample's: these files are from before the envelope. */
export function bareThread(): BareRolloutBuilder {
  return bareRollout({ seed: 108, instructions: TIDEMARK.agentsMd, git: TIDEMARK.git })
    .state()
    .user('How do I add a port?')
    .state()
    .reasoning('**Finding the list of ports**')
    .shell('ls data/ports | head -3', { output: 'aberdeen.json\nboulogne.json\ncuxhaven.json\n' })
    .agent('Add a file to data/ports with the constituents; the name of the file is the id.')
    .user('And where do constituents come from?')
    .shell('grep -rn source data/ports/cuxhaven.json', { output: '', exitCode: 1 })
    .agent('The files do not say. A field `source` would be good to have.')
    .user('Write that down in the README')
    .agent('Done: README, section "Adding a port".')
    .state();
}
