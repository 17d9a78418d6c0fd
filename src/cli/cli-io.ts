/** What the command line touches of its process. Everything else of a command is given to it, so tests can run one in place. */
import { basename, relative } from 'node:path';
import { createInterface } from 'node:readline/promises';

/** The part of a stream that commands write to. */
export interface OutputStream {
  write(text: string): boolean;
  once(event: 'drain', listener: () => void): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export interface CliIo {
  stdout: OutputStream;
  stderr: OutputStream;
  env: NodeJS.ProcessEnv;
  /** How this program was called, for commands to copy. */
  programName: string;
  /** Unix milliseconds. */
  now(): number;
  setExitCode(code: number): void;
  /** Has the next Ctrl-C call `listener` instead of ending the process; the result takes that back. */
  onInterrupt(listener: () => void): () => void;
  /** Asks whoever sits at the terminal and gives the answer; missing where nobody does. */
  ask?: ((question: string) => Promise<string>) | undefined;
}

/** The process that this program runs in. */
export const processIo: CliIo = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  programName: programName(process.argv[1] ?? ''),
  now: Date.now,
  setExitCode(code) {
    process.exitCode = code;
  },
  onInterrupt(listener) {
    process.once('SIGINT', listener);
    return () => process.off('SIGINT', listener);
  },
  ask: process.stdin.isTTY ? askOnTerminal : undefined,
};

async function askOnTerminal(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

function programName(script: string): string {
  return basename(script) === 'threadloom' ? 'threadloom' : `node ${relative(process.cwd(), script)}`;
}

/** Ends the process without a word when nobody reads its output any more, as in `threadloom items … | head`. */
export function quitOnBrokenPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}
