/** Generated rollouts, each in a home of its own, kept between runs. */
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
import { dirname, join } from 'node:path';
import { writeBenchRollout } from '../../dist/testing/index.js';
import { buildDigest } from './build-digest.js';
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
  const folder = join(DATA, 'rollouts', key);
  const manifest = join(folder, 'manifest.json');
  const generator = buildDigest(['testing']);
  if (existsSync(manifest)) {
    const known = JSON.parse(readFileSync(manifest, 'utf8'));
    if (known.generator === generator) return { key, ...locate(folder, known.written) };
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const turns = Math.ceil(items / ITEMS_A_TURN);
  const draft = join(folder, 'draft');
  const fd = openSync(draft, 'w');
  const written = writeBenchRollout({
    fd,
    turns,
    items,
    lines: turns * LINES_A_TURN + 1,
    outputBytes,
    historyMode,
  });
  closeSync(fd);
  const found = locate(folder, written);
  mkdirSync(dirname(found.path), { recursive: true });
  renameSync(draft, found.path);
  // Last, as the sign that all of it is there.
  writeFileSync(manifest, JSON.stringify({ generator, written }));
  return { key, ...found };
}

/**
 * @param {string} folder
 * @param {import('../../dist/testing/index.js').BenchRollout} written
 */
function locate(folder, written) {
  const { threadId, fileName, bytes, lines, turns, items } = written;
  const [year, month, day] = fileName.slice('rollout-'.length).split(/[-T]/);
  const path = join(folder, 'sessions', year, month, day, fileName);
  return { home: folder, path, threadId, bytes, lines, turns, items };
}
