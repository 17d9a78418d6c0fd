/** Generated rollouts, each in a home of its own. */
import { join } from 'node:path';
import { keptRollouts, pathOf } from './kept-rollouts.js';
import { DATA } from './paths.js';

/**
 * @typedef {object} DatasetSize
 * @property {number} items
 * @property {number} [outputBytes] of a command; 2 KB unless told
 * @property {'paginated' | 'legacy'} [historyMode]
 */

/**
 * @typedef {object} Dataset
 * @property {string} key
 * @property {string} home
 * @property {string} path of the rollout
 * @property {string} threadId
 * @property {number} bytes
 * @property {number} lines
 * @property {number} turns
 * @property {number} items
 */

/** The measured thread of the issue: about 117 MB, 100,001 lines, 36,000 items in 4,000 turns. */
export const STANDARD_ITEMS = 36_000;

const ITEMS_A_TURN = 9;
const LINES_A_TURN = 25;

/**
 * The rollout of a size; generated when it is not there yet.
 *
 * @param {DatasetSize} size
 * @returns {Dataset}
 */
export function dataset({ items, outputBytes = 2_048, historyMode = 'paginated' }) {
  const key = `${historyMode}-${items}-items-${outputBytes}-bytes`;
  const home = join(DATA, 'rollouts', key);
  const turns = Math.ceil(items / ITEMS_A_TURN);
  const lines = turns * LINES_A_TURN + 1;
  const [written] = keptRollouts(home, [{ turns, items, lines, outputBytes, historyMode }]);
  return { key, home, path: pathOf(home, written), ...written };
}
