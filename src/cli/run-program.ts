/** One run of the program: its commands, and what becomes of their errors. */
import type { CliIo } from './cli-io.js';
import { EXIT } from './exit-code.js';
import { buildProgram } from './program.js';
import { reportError } from './report-error.js';

/** Runs the command that `argv` asks for; `argv` begins with interpreter and script, as in `process.argv`. */
export async function runProgram(argv: readonly string[], io: CliIo): Promise<void> {
  try {
    await buildProgram(io).parseAsync(argv);
  } catch (error) {
    const code = reportError(error, argv.includes('--json') || argv.includes('--ndjson'), io);
    if (code !== EXIT.ok) io.setExitCode(code);
  }
}
