/** A generated home with many threads of the sizes that people's threads have, kept between runs. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { writeBenchRollout } from '../../dist/testing/index.js';
import { buildDigest } from './build-digest.js';
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
 * The home; generated when it is not there yet.
 *
 * @param {{ threads: number, historyMode: 'paginated' | 'legacy' }} size
 * @returns {ManyThreads}
 */
export function manyThreads({ threads, historyMode }) {
  const home = join(DATA, 'homes', `${threads}-${historyMode}-threads`);
  const manifest = join(home, 'manifest.json');
  const generator = buildDigest(['testing']);
  if (existsSync(manifest)) {
    const known = JSON.parse(readFileSync(manifest, 'utf8'));
    if (known.generator === generator) return { home, ...locate(home, known.written) };
  }
  rmSync(home, { recursive: true, force: true });
  mkdirSync(dayOf(home), { recursive: true });
  const written = Array.from({ length: threads }, (_, index) => writeThread(home, index, historyMode));
  // Last, as the sign that all of it is there.
  writeFileSync(manifest, JSON.stringify({ generator, written }));
  return { home, ...locate(home, written) };
}

/** @param {string} home */
function dayOf(home) {
  return join(home, 'sessions', '2026', '03', '02');
}

/**
 * @param {string} home
 * @param {number} index
 * @param {'paginated' | 'legacy'} historyMode
 */
function writeThread(home, index, historyMode) {
  const turns = TURNS[index % TURNS.length];
  const items = turns * ITEMS_A_TURN;
  const draft = join(home, 'draft');
  const fd = openSync(draft, 'w');
  const { fileName, bytes, lines } = writeBenchRollout({
    fd,
    turns,
    items,
    lines: turns * LINES_A_TURN + 1,
    outputBytes: OUTPUT_BYTES,
    historyMode,
    seed: 1_000 + index,
  });
  closeSync(fd);
  renameSync(draft, join(dayOf(home), fileName));
  return { fileName, bytes, lines };
}

/**
 * @param {string} home
 * @param {{ fileName: string, bytes: number, lines: number }[]} written
 */
function locate(home, written) {
  return {
    paths: written.map(({ fileName }) => join(dayOf(home), fileName)),
    bytes: written.reduce((sum, { bytes }) => sum + bytes, 0),
    lines: written.reduce((sum, { lines }) => sum + lines, 0),
  };
}
