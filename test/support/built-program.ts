/**
 * The built program and its modules (`npm test` builds them before): worker threads run compiled files, so that only there
 * are there any.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const POISON = new URL('./child/poison-worker.mjs', import.meta.url).href;

/** The built form of a module of `src`; the caller names the type of that. */
export async function importBuilt<Module>(path: string): Promise<Module> {
  return import(/* @vite-ignore */ pathToFileURL(resolve(DIST, path)).href);
}

export interface StartBuiltOptions {
  env?: NodeJS.ProcessEnv;
  /** Which worker threads die, and when: see `child/poison-worker.mjs`. */
  poison?: string;
  /** Of V8's old generation in every thread. */
  heapMib?: number;
}

/** Starts the program; a poison is loaded before it. */
export function startBuilt(args: readonly string[], options: StartBuiltOptions = {}): ChildProcess {
  const { env, poison, heapMib } = options;
  const flags = [
    ...(heapMib === undefined ? [] : [`--max-old-space-size=${heapMib}`]),
    ...(poison === undefined ? [] : ['--import', POISON]),
  ];
  return spawn(process.execPath, [...flags, resolve(DIST, 'cli/main.js'), ...args], {
    env: { ...process.env, NO_COLOR: '1', ...(poison !== undefined && { POISON: poison }), ...env },
  });
}

/** Worker threads that this thread starts from now on until the test ends. */
export function watchWorkers(): Worker[] {
  const workers: Worker[] = [];
  const note = (worker: Worker) => void workers.push(worker);
  process.on('worker', note);
  onTestFinished(() => void process.off('worker', note));
  return workers;
}
