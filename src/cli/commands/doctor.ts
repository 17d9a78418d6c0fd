/** `threadloom doctor`: looks a Codex home over, and says what is wrong and what mends it. */
import type { Command } from 'commander';
import { examineHome, type HomeExamination } from '../../jobs/doctor/examine-home.js';
import type { CliIo } from '../cli-io.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { collect } from '../parse-options.js';
import { createProgressReporter } from '../progress-reporter.js';
import { renderExamination, summariseExamination } from '../render/doctor-report.js';
import { resolveThread } from '../resolve-thread.js';
import { type Run, runCommand } from '../run-command.js';

interface DoctorOptions {
  deep?: boolean;
  thread?: string[];
}

export function addDoctorCommand(program: Command, io: CliIo): void {
  program
    .command('doctor')
    .description("look for damage in rollouts and in Codex's own databases")
    .option('--deep', "compare Codex's rows of every thread with its rollout, and check large databases")
    .option('--thread <id>', 'only this thread, compared row for row; repeatable', collect)
    .addHelpText(
      'after',
      `
Nothing of a home is changed, and no lock is taken. Without --deep, only threads that look wrong are read from end to end.
Exit status 5 when there is damage. What each finding means and what Codex does with it: docs/doctor.md

Examples:
  threadloom doctor
  threadloom doctor --json | jq '.homes[].findings[] | select(.severity == "damage") | .mend'`,
    )
    .action(async (_options: unknown, command: Command) =>
      runCommand<DoctorOptions>(io, command, (run) => diagnose(run)),
    );
}

async function diagnose(run: Run<DoctorOptions>): Promise<ExitCode | undefined> {
  const { homes, options, output, io, view, database } = run;
  const threadIds =
    options.thread && new Set(options.thread.map((text) => resolveThread(run, text, view.now)));
  const controller = new AbortController();
  const forget = io.onInterrupt(() => controller.abort());
  const progress = createProgressReporter(options, io);
  const examinations: HomeExamination[] = [];
  try {
    for (const home of homes) {
      if (controller.signal.aborted) break;
      const examination = await examineHome({
        ...{ home, now: io.now, database, threadIds, deep: options.deep, signal: controller.signal },
        onProgress: ({ rolloutsDone, rollouts, bytesRead }) =>
          progress.show({
            ...{ threadsDone: rolloutsDone, threads: rollouts, noun: 'rollouts' },
            ...{ bytesDone: rolloutsDone, bytes: rollouts, bytesRead },
          }),
      });
      progress.clear();
      examinations.push(examination);
      if (output.format === 'human') await output.lines(renderExamination(examination, view));
      if (output.format === 'ndjson') {
        for (const found of examination.findings) await output.json({ home, ...found });
      }
      output.remark(summariseExamination(examination));
    }
  } finally {
    progress.clear();
    forget();
  }
  if (output.format === 'json') await output.json({ homes: examinations });
  if (controller.signal.aborted) return EXIT.interrupted;
  const damaged = examinations.some(({ findings }) => findings.some(({ severity }) => severity === 'damage'));
  return damaged ? EXIT.damageFound : undefined;
}
