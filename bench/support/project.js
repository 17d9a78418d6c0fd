/** Projects a generated rollout with the program itself. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildDigest } from './build-digest.js';
import { DATA, PROGRAM } from './paths.js';
import { runNode } from './run-child.js';

const REPORTER = fileURLToPath(new URL('./report-usage.js', import.meta.url));

/**
 * Runs `threadloom project` over the home of a rollout.
 *
 * @param {import('./dataset.js').Dataset} data
 * @param {string} database a file that is made, or caught up
 * @returns {Promise<{ bytesRead: number, linesParsed: number, peakBytes: number, cpuMs: number, ms: number }>} what it
 *   read, its peak memory, its processor time and its life from start to end
 */
export async function project({ home }, database) {
  const { output, usage } = await run(home, database, ['project']);
  const { bytesRead, linesParsed } = JSON.parse(output).totals;
  return { bytesRead, linesParsed, ...usage };
}

/**
 * Runs `threadloom rebuild --beside` over a home.
 *
 * @param {string} home
 * @param {string} database a file that is made, or made anew
 * @returns {Promise<{ bytesRead: number, linesParsed: number, peakBytes: number, cpuMs: number, ms: number }>} as `project`
 */
export async function rebuild(home, database) {
  const { output, usage } = await run(home, database, ['rebuild', '--beside']);
  const { bytesRead, linesParsed } = JSON.parse(output);
  return { bytesRead, linesParsed, ...usage };
}

/**
 * Runs `threadloom verify` over a home.
 *
 * @param {string} home
 * @param {string} database with rows of all of it
 * @returns {Promise<{ proved: number, rollouts: number, peakBytes: number, cpuMs: number, ms: number }>} what it proved, its
 *   peak memory, its processor time and its life from start to end
 */
export async function verify(home, database) {
  const { output, usage } = await run(home, database, ['verify', '--all']);
  const { proved, rollouts } = JSON.parse(output).totals;
  return { proved, rollouts, ...usage };
}

/**
 * @param {string} home
 * @param {string} database
 * @param {string[]} command
 */
async function run(home, database, command) {
  const usageFile = `${database}-usage.json`;
  const args = ['--codex-home', home, '--db', database, '--json', '--quiet', ...command];
  const output = await runNode(['--import', REPORTER, PROGRAM, ...args], { BENCH_USAGE: usageFile });
  const usage = JSON.parse(readFileSync(usageFile, 'utf8'));
  rmSync(usageFile);
  return { output, usage };
}

/**
 * A database with the rows of a rollout, kept between runs of the same build.
 *
 * @param {import('./dataset.js').Dataset} data
 * @returns {Promise<string>} its path
 */
export async function projectedDatabase(data) {
  const folder = join(DATA, 'projected', data.key);
  const database = join(folder, 'history.sqlite');
  const manifest = join(folder, 'manifest.json');
  const build = buildDigest(['events', 'rollout', 'store', 'projector']);
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).build === build) return database;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await project(data, database);
  writeFileSync(manifest, JSON.stringify({ build }));
  return database;
}
