/** Runs a measurement in a fresh process, so that no heap and no compiled code is left from the one before. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { childProgram } from './paths.js';

/**
 * Runs a program of `bench/children`.
 *
 * @param {string} name its file
 * @param {object} input given to it as JSON
 * @returns {Promise<any>} the JSON that it prints
 */
export async function runChild(name, input) {
  return JSON.parse(await runNode([childProgram(name), JSON.stringify(input)]));
}

/**
 * Runs Node with arguments.
 *
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to this process's own
 * @returns {Promise<string>} its output
 * @throws {Error} when it fails
 */
export async function runNode(args, env = {}) {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, [code, signal]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (code !== 0) throw new Error(`node ${args[0]} ended with ${signal ?? code}`);
  return output;
}
