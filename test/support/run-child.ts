/** Runs a script of `child/` in a process of its own, from the sources as they are. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll } from 'vitest';
import { BEGUN, type ChildAnswer, type ChildOrder } from './child/child-task.js';
import type { Fault, FileCall } from './faulty-file-system.js';

const CHILD_FOLDER = fileURLToPath(new URL('./child/', import.meta.url));
/** Below it, so that the packages of the project are found from there. */
const MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));

export interface ChildRun<Output> {
  code: number | null;
  signal: NodeJS.Signals | null;
  stderr: string;
  /** Null when the process did not come to its end. */
  output: Output | null;
  calls: readonly FileCall[] | null;
  /** Null where they were not counted. */
  statements: number | null;
  /** From the beginning of the task to the end of the process. */
  durationMs: number;
}

/** When a process is ended, other than by a fault of its files. */
export interface ChildEnd {
  /** Milliseconds after its task began. */
  afterMs?: number;
  /** Before that statement on a database; a negative one only has them counted. */
  atStatement?: number;
}

export type RunChild<Input, Output> = (
  input: Input,
  fault?: Fault | null,
  end?: ChildEnd,
) => Promise<ChildRun<Output>>;

/**
 * Makes the script `child/<name>.ts`, which calls `childTask`, runnable; to be called where hooks may be registered.
 */
export function useChild<Input, Output>(name: string): RunChild<Input, Output> {
  const folder = mkdtempSync(join(MODULES, '.child-'));
  const script = join(folder, `${name}.mjs`);
  let bundled: Promise<unknown> | null = null;
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  return async (input, fault = null, end = {}) => {
    bundled ??= build({
      configFile: false,
      logLevel: 'error',
      build: {
        ssr: join(CHILD_FOLDER, `${name}.ts`),
        outDir: folder,
        minify: false,
        rolldownOptions: { output: { entryFileNames: `${name}.mjs`, format: 'es' } },
      },
    });
    await bundled;
    const order: ChildOrder<Input> = { input, fault, atStatement: end.atStatement ?? null };
    return run(script, JSON.stringify(order), end.afterMs);
  };
}

function run<Output>(script: string, argument: string, afterMs?: number): Promise<ChildRun<Output>> {
  const child = spawn(process.execPath, [script, argument], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  let begun: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
    if (begun !== null) return;
    begun = performance.now();
    if (afterMs !== undefined) timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      const durationMs = begun === null ? 0 : performance.now() - begun;
      const ended = { code, signal, stderr, durationMs };
      if (code !== 0) return resolve({ ...ended, output: null, calls: null, statements: null });
      const { output, calls, statements }: ChildAnswer = JSON.parse(stdout.slice(BEGUN.length));
      resolve({ ...ended, output: output as Output, calls, statements });
    });
  });
}
