/** A generated home with many threads of the sizes that people's threads have. */
import { join } from 'node:path';
import { keptRollouts, pathOf } from './kept-rollouts.js';
import { DATA } from './paths.js';

/**
 * @typedef {object} ManyThreads
 * @property {string} home
 * @property {string[]} paths of the rollouts
 * @property {number} bytes
 * @property {number} lines
 */

/** Most threads are short, most of the text is in the long ones: turns of each ten threads, 186 in all or 5.3 MB. */
const TURNS = [1, 2, 3, 4, 6, 9, 14, 22, 40, 85];

const ITEMS_A_TURN = 9;
const LINES_A_TURN = 25;
const OUTPUT_BYTES = 2_048;

/**
 * The home.
 *
 * @param {{ threads: number, historyMode: 'paginated' | 'legacy' }} size
 * @returns {ManyThreads}
 */
export function manyThreads({ threads, historyMode }) {
  const home = join(DATA, 'homes', `${threads}-${historyMode}-threads`);
  const written = keptRollouts(
    home,
    Array.from({ length: threads }, (_, index) => {
      const turns = TURNS[index % TURNS.length];
      return {
        turns,
        items: turns * ITEMS_A_TURN,
        lines: turns * LINES_A_TURN + 1,
        outputBytes: OUTPUT_BYTES,
        historyMode,
        seed: 1_000 + index,
      };
    }),
  );
  return {
    home,
    paths: written.map((rollout) => pathOf(home, rollout)),
    bytes: written.reduce((sum, { bytes }) => sum + bytes, 0),
    lines: written.reduce((sum, { lines }) => sum + lines, 0),
  };
}
