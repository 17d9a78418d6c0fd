/** Makes the compressed file of a rollout, beside it and under a hidden name. Giving it its name is for `replace-plain.ts`. */

import type { FileSystem } from '../../files/file-system.js';
import { createTempFile, type TempFile } from '../../files/temp-file.js';
import { RolloutError } from '../rollout-error.js';
import { toCompressedPath } from '../rollout-name.js';
import { compareCompressed } from './compare-compressed.js';
import type { CompressionSkip } from './compression-outcome.js';
import { type CompressibleRollout, isUnchanged } from './inspect-rollout.js';
import { keepTimes } from './keep-times.js';
import { OPEN_TO_READ } from './open-to-read.js';
import { writeZstdFrame } from './write-zstd-frame.js';
import type { ZstdEncoder } from './zstd-encoder.js';

const PERMISSIONS = 0o7777n;

export interface MakeCompressedOptions {
  fs: FileSystem;
  rollout: CompressibleRollout;
  encoder: ZstdEncoder;
}

/** A compressed file that is known to hold what the plain one holds, and that is on the disk. */
export interface CompressedFile extends TempFile {
  readonly bytes: number;
}

/**
 * Yields how many bytes of the plain file are done with: each is once compressed and once compared, and counts half each
 * time. The caller discards the file in the end.
 * @throws RolloutError `damaged_compression` when the file does not hold what it should
 */
export function* makeCompressed(
  options: MakeCompressedOptions,
): Generator<number, CompressedFile | CompressionSkip, undefined> {
  const { fs, rollout, encoder } = options;
  const source = fs.openSync(rollout.path, OPEN_TO_READ);
  try {
    if (!isUnchanged(rollout.stats, fs.fstatSync(source, { bigint: true }))) return 'changed';
    const temp = createTempFile({ fs, beside: toCompressedPath(rollout.path), purpose: 'compress' });
    let kept = false;
    try {
      const bytes = yield* fill({ fs, rollout, encoder, source, temp });
      if (typeof bytes === 'string') return bytes;
      kept = true;
      return { ...temp, bytes };
    } finally {
      if (!kept) temp.discard();
    }
  } finally {
    fs.closeSync(source);
  }
}

function* fill({
  fs,
  rollout,
  encoder,
  source,
  temp,
}: MakeCompressedOptions & { source: number; temp: TempFile }): Generator<
  number,
  number | CompressionSkip,
  undefined
> {
  const { stats } = rollout;
  const { uid, gid } = fs.fstatSync(temp.fd, { bigint: true });
  if (uid !== stats.uid || gid !== stats.gid) return 'other_owner';
  const bytes = Number(stats.size);
  const written = yield* halved(writeZstdFrame({ fs, source, bytes, target: temp.fd, encoder }), 0);
  if (written === null) return 'changed';
  const compressed = { fd: temp.fd, path: temp.path };
  const { equal, bytes: compared } = yield* halved(
    compareCompressed({ plain: { fd: source }, compressed }),
    bytes,
  );
  if (!isUnchanged(stats, fs.fstatSync(source, { bigint: true }))) return 'changed';
  if (!equal || compared !== bytes) throw unfaithful(temp.path, compared);
  fs.fchmodSync(temp.fd, Number(stats.mode & PERMISSIONS));
  keepTimes(fs, temp.fd, stats);
  fs.fsyncSync(temp.fd);
  return written;
}

/** What a step yields, after `before`, as one of two passes over the same bytes. */
function* halved<Result>(
  step: Generator<number, Result, undefined>,
  before: number,
): Generator<number, Result, undefined> {
  for (;;) {
    const { done, value } = step.next();
    if (done) return value;
    yield Math.floor((before + value) / 2);
  }
}

function unfaithful(path: string, position: number): RolloutError {
  return new RolloutError({
    code: 'damaged_compression',
    path,
    found: `does not hold at byte ${position} what was compressed into it`,
    hint: 'The rollout stays as it is; check memory and disk of this computer',
  });
}
