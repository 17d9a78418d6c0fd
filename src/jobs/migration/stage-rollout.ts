/**
 * Makes the migrated rollout beside the legacy one, under a hidden name, and proves it before anybody may read it. Giving it
 * its name is for `publish-rollout.ts`.
 */

import { type BigIntStats, constants } from 'node:fs';
import { decodeLine } from '../../events/decode-line.js';
import type { FileSystem } from '../../files/file-system.js';
import { removeFile } from '../../files/temp-file.js';
import { writeFully } from '../../files/write-fully.js';
import { compareCompressed } from '../../rollout/compression/compare-compressed.js';
import { keepTimes } from '../../rollout/compression/keep-times.js';
import { writeZstdFrame } from '../../rollout/compression/write-zstd-frame.js';
import { takeEncoderTurn, type ZstdEncoder } from '../../rollout/compression/zstd-encoder.js';
import { readLines } from '../../rollout/read-lines.js';
import type { Conversion, SourceLine } from './convert/conversion.js';
import { failure } from './migration-report.js';
import type { Pace } from './pace.js';

const WRITE_BYTES = 256 * 1024;
const OWNER_ONLY = 0o600;
const PERMISSIONS = 0o7777n;
const NEW_FILE = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL;

export interface StageOptions {
  fs: FileSystem;
  pace: Pace;
  /** Of the legacy file. */
  stats: BigIntStats;
}

/** Every line of a rollout, a last one without its newline included. */
export function* rolloutLines(path: string, pace: Pace): Generator<SourceLine, void, undefined> {
  const lines = readLines({ path });
  for (const line of lines) {
    pace.account(line.end - line.start);
    yield line;
  }
  const tail = lines.tail();
  if (tail.length === 0) return;
  pace.account(tail.length);
  yield tail;
}

/** Writes the lines of a conversion to a new file, with permissions and times of the legacy one. */
export async function writeStaged(
  options: StageOptions,
  path: string,
  conversion: Conversion,
): Promise<void> {
  const { fs, pace } = options;
  removeFile(fs, path);
  const fd = fs.openSync(path, NEW_FILE, OWNER_ONLY);
  try {
    let part: string[] = [];
    let length = 0;
    const write = async (): Promise<void> => {
      const bytes = Buffer.from(part.join(''));
      part = [];
      length = 0;
      writeFully(fs, fd, bytes);
      pace.account(bytes.length);
      if (pace.isDue) await pace.rest();
    };
    for (const line of conversion.lines()) {
      part.push(line, '\n');
      length += line.length;
      if (length >= WRITE_BYTES) await write();
    }
    await write();
    settle(options, fd);
  } finally {
    fs.closeSync(fd);
  }
}

/**
 * Looks at what was written as a reader will: every line is a record, in its place, and the first says whose it is.
 * @throws MigrationStop
 */
export async function checkStaged(path: string, threadId: string, pace: Pace): Promise<void> {
  let ordinal = 0;
  const lines = readLines({ path });
  for (const { start, end, bytes, utf8 } of lines) {
    const line = bytes !== null && utf8 ? decodeLine(bytes.toString('utf8')) : null;
    if (line?.kind !== 'record' || line.ordinal !== ordinal)
      throw unsound(`record ${ordinal} is not at byte ${start}`);
    if (ordinal === 0) {
      const { record } = line;
      const meta = record.type === 'session_meta' ? record.payload : null;
      if (meta?.history_mode !== 'paginated' || meta.id.toLowerCase() !== threadId)
        throw unsound('its head is wrong');
    }
    ordinal++;
    pace.account(end - start);
    if (pace.isDue) await pace.rest();
  }
  if (ordinal === 0 || lines.tail().length > 0) throw unsound('it ends within a line');
}

/** Compresses a staged file into another new one, and compares the two byte for byte. */
export async function compressStaged(
  options: StageOptions,
  { from, to, encoder }: { from: string; to: string; encoder: ZstdEncoder },
): Promise<void> {
  const { fs } = options;
  removeFile(fs, to);
  const source = fs.openSync(from, 'r');
  try {
    const target = fs.openSync(to, NEW_FILE, OWNER_ONLY);
    try {
      const bytes = fs.fstatSync(source).size;
      const frame = { fs, source, bytes, target, encoder };
      const written = await takeEncoderTurn(() => drive(writeZstdFrame(frame), options.pace));
      const compressed = { fd: target, path: to };
      const { equal, bytes: held } = await drive(
        compareCompressed({ plain: { fd: source }, compressed }),
        options.pace,
      );
      if (written === null || !equal || held !== bytes)
        throw unsound('it does not decompress to what was compressed');
      settle(options, target);
    } finally {
      fs.closeSync(target);
    }
  } finally {
    fs.closeSync(source);
  }
}

/** Takes a step at a time, each of which says up to which byte it came. */
async function drive<Result>(steps: Generator<number, Result, undefined>, pace: Pace): Promise<Result> {
  let before = 0;
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    pace.account(step.value - before);
    before = step.value;
    if (pace.isDue) await pace.rest();
  }
}

/**
 * Gives a finished file what the legacy one has, and brings it to the disk. Of equal length it gets another time: a
 * program that looks for changes must see one.
 */
function settle({ fs, stats }: StageOptions, fd: number): void {
  const { atimeNs, mtimeNs } = stats;
  const alike = fs.fstatSync(fd, { bigint: true }).size === stats.size;
  fs.fchmodSync(fd, Number(stats.mode & PERMISSIONS));
  keepTimes(fs, fd, { atimeNs, mtimeNs: alike ? mtimeNs + 1_000_000n : mtimeNs });
  fs.fsyncSync(fd);
}

function unsound(what: string) {
  return failure(
    'legacy_rollout_conversion_failed',
    `The converted rollout is unsound: ${what}. The legacy one stays as it is.`,
  );
}
