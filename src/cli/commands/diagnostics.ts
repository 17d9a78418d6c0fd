/** `threadloom diagnostics THREAD`: what could not be read as written, and what was done instead. */
import type { Command } from 'commander';
import type { DiagnosticRow } from '../../store/diagnostics.js';
import type { CliIo } from '../cli-io.js';
import { renderDiagnostics } from '../render/diagnostics.js';
import { counted } from '../render/format-quantity.js';
import { resolveThread } from '../resolve-thread.js';
import { type Run, runCommand } from '../run-command.js';
import { listDiagnosticsOf } from '../thread-diagnostics.js';

export function addDiagnosticsCommand(program: Command, io: CliIo): void {
  program
    .command('diagnostics')
    .description('list what could not be read in the files of a thread, and what was done')
    .argument('<thread>', 'id of a thread, or enough of its beginning')
    .addHelpText(
      'after',
      `
Bytes are places in the plain text of the rollout. Nothing in a rollout is ever changed; all other lines were read.

Example:
  threadloom diagnostics 019a2f41 --json | jq '.data | group_by(.kind) | map({kind: .[0].kind, count: length})'`,
    )
    .action(async (thread: string, _options: unknown, command: Command) =>
      runCommand<object>(io, command, (run) => showDiagnostics(run, thread)),
    );
}

async function showDiagnostics(run: Run<object>, thread: string): Promise<undefined> {
  const { output, view } = run;
  const threadId = resolveThread(run, thread, view.now);
  const { diagnostics } = await listDiagnosticsOf(run, threadId);
  if (output.format === 'json') {
    await output.json({ threadId, data: diagnostics.map(entryOf) });
    return;
  }
  if (output.format === 'ndjson') {
    for (const row of diagnostics) await output.json(entryOf(row));
    return;
  }
  if (diagnostics.length === 0) {
    output.remark('Every line of this thread was read as written.');
    return;
  }
  await output.lines(renderDiagnostics(diagnostics, view));
  output.remark(`${counted(diagnostics.length, 'finding')}. The rollouts themselves are never changed.`);
}

function entryOf({ thread_id, start_byte, end_byte, ordinal, kind, action, detail }: DiagnosticRow) {
  return { rolloutId: thread_id, startByte: start_byte, endByte: end_byte, ordinal, kind, action, detail };
}
