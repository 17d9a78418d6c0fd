/** `threadloom demo`: the main job on one page, with a sample home or with one's own. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { writeSampleHome } from '../../testing/index.js';
import type { CliIo } from '../cli-io.js';
import { databasePathOf, type GlobalOptions, homesOf } from '../context.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { projectAll } from '../project-all.js';
import { divider } from '../render/layout.js';
import { summariseProjection } from '../render/projection-summary.js';
import { line, type StyledLine, span } from '../render/styled-line.js';
import { renderThreadTable } from '../render/thread-table.js';
import { type Run, runCommand } from '../run-command.js';
import { shortThreadId } from '../short-id.js';
import { readNewestTurns, renderThread } from '../shown-thread.js';

const THREADS_SHOWN = 8;
const TURNS_SHOWN = 2;

export function addDemoCommand(program: Command, io: CliIo): void {
  program
    .command('demo')
    .description(
      'a first look: projects, lists and shows threads of a sample home, or of yours with --codex-home',
    )
    .addHelpText(
      'after',
      `
Without --codex-home a small sample home and its database are written to a temporary folder; your own are not touched.

Examples:
  threadloom demo
  threadloom demo --codex-home ~/.codex`,
    )
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      if (options.codexHome === undefined) useSampleHome(command, options, io);
      await runCommand<object>(io, command, showDemo);
    });
}

/** Puts the sample home in the place of options that were not given. */
function useSampleHome(command: Command, { db }: GlobalOptions, io: CliIo): void {
  const folder = mkdtempSync(join(tmpdir(), 'threadloom-demo-'));
  const home = join(folder, 'codex-home');
  writeSampleHome({ home, now: new Date(io.now()) });
  command.setOptionValue('codexHome', [home]);
  command.setOptionValue('db', db ?? join(folder, 'history.sqlite'));
}

async function showDemo(run: Run<object>): Promise<ExitCode | undefined> {
  const { output, service, homes, view } = run;
  const title = (number: number, words: string): StyledLine =>
    divider([span(`${number}  `, 'cyan'), span(words, 'bold')], view);
  await output.lines([title(1, `Project the rollouts of ${homes.join(', ')}`)]);
  const { totals, interrupted } = await projectAll(run, undefined, async ({ threadId, status, reason }) => {
    if (status === 'failed') await output.lines([line(`✗ ${threadId}: ${reason}`, 'red')]);
  });
  await output.lines([line(summariseProjection(totals)), []]);
  if (interrupted) return EXIT.interrupted;

  const page = await service.listThreads({ sortKey: 'updated_at', limit: THREADS_SHOWN });
  const shortId = (id: string): string => shortThreadId(run, id);
  await output.lines([title(2, 'List them'), ...renderThreadTable(page.data, view, { shortId }), []]);

  const [newest] = page.data;
  if (newest === undefined) {
    await output.lines([line(`There is no thread below ${homes.join(', ')} yet.`)]);
    return;
  }
  const shown = await readNewestTurns(run, newest.id, { count: TURNS_SHOWN });
  await output.lines([title(3, 'Read one'), ...(await renderThread(run, shown, view)), []]);
  await output.lines([title(4, 'Try next'), ...nextSteps(run, shortId(newest.id))]);
  return totals.failed > 0 ? EXIT.partial : undefined;
}

/** Commands to copy; where home or database are not the usual ones, a shell function leads to them. */
function nextSteps({ homes, databasePath, io }: Run<object>, id: string): StyledLine[] {
  const usual = homesOf({}, io.env).join() === homes.join() && databasePathOf({}, io.env) === databasePath;
  const place = [...homes.map((home) => `--codex-home ${quote(home)}`), `--db ${quote(databasePath)}`];
  const name = usual ? io.programName : 'tl';
  const steps: [string, string][] = [
    [`show ${id} --turns all`, 'the whole thread'],
    [`items ${id} --json`, 'its items, as the library gives them'],
    ['threads --source all', 'also what sub-agents did'],
    ['status', 'how far the database reflects the home'],
    ['--help', 'the rest'],
  ];
  return [
    ...(usual ? [] : [line(`tl() { ${io.programName} ${place.join(' ')} "$@"; }`, 'cyan')]),
    ...steps.map(([step, what]) => [span(`${name} ${step.padEnd(26)}`, 'cyan'), span(`  # ${what}`, 'dim')]),
  ];
}

function quote(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
