/** Runs the command line in place, on streams that keep what was written; or as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { CliIo } from '../../src/cli/cli-io.js';
import { runProgram } from '../../src/cli/run-program.js';

export interface CliResult {
  code: number;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  env?: NodeJS.ProcessEnv;
  /** Unix milliseconds; a fixed date unless told. */
  now?: number;
  /** stdout and stderr say they are terminals. */
  terminal?: boolean;
  columns?: number;
  /** Gets the listener for Ctrl-C. */
  onInterrupt?: (interrupt: () => void) => void;
  /** What the user answers when asked; nobody can be asked unless told. */
  answer?: string;
  /** Called with each text written to stderr. */
  onStderr?: (text: string) => void;
  /** Called with all that was written to stdout so far, after each write. */
  onStdout?: (text: string) => void;
}

export const CLI_NOW = Date.parse('2026-03-05T12:00:00Z');

/** Runs a command in place. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const result: CliResult = { code: 0, stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    isTTY: options.terminal,
    columns: options.columns,
    once: () => {},
    write(text: string) {
      result[name] += text;
      if (name === 'stderr') options.onStderr?.(text);
      else options.onStdout?.(result.stdout);
      return true;
    },
  });
  const io: CliIo = {
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    env: options.env ?? {},
    programName: 'threadloom',
    now: () => options.now ?? CLI_NOW,
    setExitCode(code) {
      result.code = code;
    },
    onInterrupt(listener) {
      options.onInterrupt?.(listener);
      return () => {};
    },
    ask:
      options.answer === undefined
        ? undefined
        : async (question) => {
            result.stderr += question;
            return options.answer ?? '';
          },
  };
  await runProgram(['node', 'threadloom', ...args], io);
  return result;
}

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Starts the built program (`npm test` builds it before). */
export function startCli(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, NO_COLOR: '1', ...env } });
}

/** Waits for a started program to end; a signal counts as 128 and its number, as in a shell. */
export async function ended(child: ChildProcess): Promise<CliResult> {
  const result: CliResult = { code: 0, stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    result.stdout += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    result.stderr += String(chunk);
  });
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      const bySignal = signal === 'SIGKILL' ? 137 : signal === 'SIGINT' ? 130 : 1;
      resolve({ ...result, code: code ?? bySignal });
    });
  });
}
