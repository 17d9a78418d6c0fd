/** `threadloom world THREAD`: what the model was told of its surroundings, at any place of a thread, and how it changed. */
import { type Command, Option } from 'commander';
import type { WorldStateView } from '../../api/read-world-state.js';
import type { CliIo } from '../cli-io.js';
import { UsageError } from '../exit-code.js';
import { renderWorldState } from '../render/world-state.js';
import { renderWorldStateChanges } from '../render/world-state-changes.js';
import { renderWorldStateDiff } from '../render/world-state-diff.js';
import { resolveThread } from '../resolve-thread.js';
import { type Run, runCommand } from '../run-command.js';
import { parsePoint } from '../world-point.js';

interface WorldOptions {
  at?: string;
  diff?: string[];
  log?: boolean;
  full?: boolean;
}

export function addWorldCommand(program: Command, io: CliIo): void {
  program
    .command('world')
    .description('print what the model was told of its surroundings')
    .argument('<thread>', 'id of a thread, or enough of its beginning')
    .addOption(new Option('--at <place>', 'after a turn or after a record').conflicts(['diff', 'log']))
    .addOption(new Option('--diff <places...>', 'what changed from one place to another').conflicts('log'))
    .option('--log', 'list every change')
    .option('--full', 'nothing clipped: whole texts')
    .addHelpText(
      'after',
      `
A place is the id of a turn (the state after it), the ordinal of a record (the state after it), or "now". The records of
legacy threads have no ordinals; there a number counts records from 0.

Examples:
  threadloom world 019a2f41
  threadloom world 019a2f41 --log
  threadloom world 019a2f41 --diff 019a2f41-52bf-7aa0-9e2c-0c1e9d1b7f10 now
  threadloom world 019a2f41 --at 42 --json | jq .sections.environments`,
    )
    .action(async (thread: string, _options: unknown, command: Command) =>
      runCommand<WorldOptions>(io, command, async (run) => {
        if (run.options.diff) return printDiff(run, thread, run.options.diff);
        return run.options.log ? printChanges(run, thread) : printState(run, thread);
      }),
    );
}

async function printState(run: Run<WorldOptions>, text: string): Promise<undefined> {
  const { options, output, service, view } = run;
  const threadId = resolveThread(run, text, view.now);
  const at = options.at === undefined ? undefined : parsePoint(options.at);
  const state = await service.readWorldState(threadId, { at });
  if (output.format === 'human') {
    await output.lines(renderWorldState(state, { ...view, full: options.full ?? false }));
  } else await output.json(state);
}

async function printDiff(
  run: Run<WorldOptions>,
  text: string,
  places: readonly string[],
): Promise<undefined> {
  const { options, output, service, view } = run;
  const [from, to] = places;
  if (from === undefined || to === undefined || places.length > 2) {
    throw new UsageError('--diff needs two places after the thread, for example: --diff 12 now');
  }
  const threadId = resolveThread(run, text, view.now);
  const diff = await service.diffWorldState(threadId, { from: parsePoint(from), to: parsePoint(to) });
  if (output.format === 'human') {
    await output.lines(renderWorldStateDiff(diff, { ...view, full: options.full ?? false }));
    return;
  }
  const { operations } = diff;
  await output.json({ threadId, from: withoutSections(diff.from), to: withoutSections(diff.to), operations });
}

/** Both states would say again what the operations say; `--at` prints them. */
function withoutSections({ sections, threadId, ...rest }: WorldStateView) {
  return rest;
}

async function printChanges(run: Run<WorldOptions>, text: string): Promise<undefined> {
  const { output, service, view } = run;
  const threadId = resolveThread(run, text, view.now);
  const changes = await service.listWorldStateChanges(threadId);
  if (output.format === 'json') await output.json(changes);
  else if (output.format === 'ndjson') for (const entry of changes.data) await output.json(entry);
  else await output.lines(renderWorldStateChanges(changes, view));
  if (changes.missingLog !== null) {
    output.remark(`Earlier changes are missing: no file of rollout ${changes.missingLog}.`);
  }
}
