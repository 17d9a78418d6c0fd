/** Generated rollouts in a folder of their own, kept between runs and made again when their generator has changed. */
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

/** @typedef {import('../../dist/testing/index.js').BenchRollout} BenchRollout */

/**
 * What was written into the folder; it is written when it is not there yet.
 *
 * @param {string} folder
 * @param {Iterable<Omit<import('../../dist/testing/index.js').BenchRolloutOptions, 'fd'>>} rollouts
 * @returns {BenchRollout[]}
 */
export function keptRollouts(folder, rollouts) {
  const manifest = join(folder, 'manifest.json');
  const generator = buildDigest(['testing']);
  if (existsSync(manifest)) {
    const known = JSON.parse(readFileSync(manifest, 'utf8'));
    if (known.generator === generator) return known.written;
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const written = Array.from(rollouts, (options) => write(folder, options));
  // Last, as the sign that all of it is there.
  writeFileSync(manifest, JSON.stringify({ generator, written }));
  return written;
}

/**
 * Where such a rollout lies in its home.
 *
 * @param {string} folder
 * @param {BenchRollout} rollout
 */
export function pathOf(folder, { fileName }) {
  const [year, month, day] = fileName.slice('rollout-'.length).split(/[-T]/);
  return join(folder, 'sessions', year, month, day, fileName);
}

/**
 * @param {string} folder
 * @param {Omit<import('../../dist/testing/index.js').BenchRolloutOptions, 'fd'>} options
 */
function write(folder, options) {
  const draft = join(folder, 'draft');
  const fd = openSync(draft, 'w');
  const written = writeBenchRollout({ fd, ...options });
  closeSync(fd);
  const path = pathOf(folder, written);
  mkdirSync(dirname(path), { recursive: true });
  renameSync(draft, path);
  return written;
}
