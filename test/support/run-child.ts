/** Runs a script of `child/` in a process of its own, from the sources as they are. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll } from 'vitest';
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
  calls: FileCall[] | null;
}

export type RunChild<Input, Output> = (input: Input, fault?: Fault | null) => Promise<ChildRun<Output>>;

/**
 * Makes the script `child/<name>.ts`, which calls `childTask`, runnable; to be called where hooks may be registered.
 */
export function useChild<Input, Output>(name: string): RunChild<Input, Output> {
  const folder = mkdtempSync(join(MODULES, '.child-'));
  const script = join(folder, `${name}.mjs`);
  let bundled: Promise<unknown> | null = null;
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  return async (input, fault = null) => {
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
    return run(script, JSON.stringify({ input, fault }));
  };
}

function run<Output>(script: string, argument: string): Promise<ChildRun<Output>> {
  const child = spawn(process.execPath, [script, argument], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      const { output, calls } = code === 0 ? JSON.parse(stdout) : { output: null, calls: null };
      resolve({ code, signal, stderr, output, calls });
    });
  });
}
