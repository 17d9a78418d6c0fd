/** Options of the benchmark, from the command line and the environment. */
import { parseArgs } from 'node:util';

/**
 * @typedef {object} BenchOptions
 * @property {string[]} only names of the measurements to run, in this order
 * @property {boolean} quick a tenth of the data, fewer rounds
 * @property {boolean} json
 * @property {number} rounds how often ours, floor and peer alternate
 * @property {string | null} peer path of the `codex` binary
 */

export const USAGE = `usage: npm run bench -- [--only cold,first-page,...] [--quick] [--rounds N] [--json]
THREADLOOM_BENCH_PEER=/path/to/codex also measures the peer.`;

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} names of all measurements
 * @returns {BenchOptions}
 * @throws {TypeError} for options that do not exist
 */
export function readOptions(args, env, names) {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      rounds: { type: 'string' },
    },
  });
  const only = values.only === undefined ? names : values.only.split(',');
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`no measurement "${unknown}"; there are ${names.join(', ')}`);
  const rounds = Number(values.rounds ?? (values.quick ? 3 : 5));
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new TypeError(`not a number of rounds: ${values.rounds}`);
  return { only, quick: values.quick, json: values.json, rounds, peer: env.THREADLOOM_BENCH_PEER || null };
}
