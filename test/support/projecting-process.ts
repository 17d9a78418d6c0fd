/** Starts real processes that project, from the built program (`npm test` builds it before). */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('./child/project-threads.mjs', import.meta.url));

/**
 * Once (`open`: told to begin before the database is opened); or for ever, with what was appended meanwhile (`follow`) or
 * from byte 0, after all rows were removed (`again`).
 */
export type ProjectingMode = 'open' | 'once' | 'follow' | 'again';

export interface ProjectingProcessOptions {
  mode: ProjectingMode;
  database: string;
  home: string;
  threadIds: readonly string[];
}

export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  stderr: string;
}

export interface ProjectingProcess {
  /** The database is open (not with `open`); nothing was projected yet. */
  readonly ready: Promise<void>;
  readonly end: Promise<ProcessEnd>;
  go(): void;
  kill(): void;
}

export function startProjecting(options: ProjectingProcessOptions): ProjectingProcess {
  const { mode, database, home, threadIds } = options;
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(
    process.execPath,
    [SCRIPT, mode, database, home, ...threadIds],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  // A process that is killed before it reads closes its end.
  child.stdin.on('error', () => {});
  return {
    ready: new Promise((resolve) => child.stdout.once('data', () => resolve())),
    end: new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal, stderr }))),
    go: () => child.stdin.write('go'),
    kill: () => child.kill('SIGKILL'),
  };
}
