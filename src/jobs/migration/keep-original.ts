/** Puts a further name on a file in a folder of kept ones, so that nothing is lost when another file takes its place. */

import type { BigIntStats } from 'node:fs';
import { dirname } from 'node:path';
import type { FileSystem } from '../../files/file-system.js';
import { fileSystemCode } from '../../files/file-system-code.js';
import { syncFolders } from '../../files/sync-folder.js';
import { removeFile } from '../../files/temp-file.js';
import { writeFully } from '../../files/write-fully.js';
import { keepTimes } from '../../rollout/compression/keep-times.js';
import { failure } from './migration-report.js';

const CHUNK_BYTES = 256 * 1024;
const PERMISSIONS = 0o7777n;
/** Without hard links: FAT and some network file systems. */
const NO_LINKS: ReadonlySet<string | null> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EXDEV',
]);

export interface KeepFileOptions {
  fs: FileSystem;
  /** The file, which stays where it is. */
  from: string;
  to: string;
  /** Folders up to this one are synced. */
  top: string;
}

/**
 * Keeps the file also at `to`: a hard link, so that what a writer still appends to the original is kept, too; a copy where
 * there are no links. A file there already that holds no more than the beginning of this one gives way. Durable when this
 * returns.
 * @throws MigrationStop when a file lies there that holds something else
 */
export function keepFile(options: KeepFileOptions): void {
  const { fs, from, to, top } = options;
  fs.mkdirSync(dirname(to), { recursive: true });
  const source = fs.lstatSync(from, { bigint: true });
  const there = fs.lstatSync(to, { bigint: true, throwIfNoEntry: false });
  if (there !== undefined && !isSameFile(source, there)) {
    if (!beginsWith(fs, from, to)) {
      throw failure(
        'rollout_publish_failed',
        `Another original of this rollout is kept as ${to}. Look at it, and take it away if it is not needed.`,
      );
    }
  }
  if (there === undefined || !isSameFile(source, there)) replaceName(options, source, `${to}.tmp`);
  syncFolders(fs, dirname(to), top);
}

export function isSameFile(one: BigIntStats, other: BigIntStats): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}

/**
 * Names the file at `from` also `to`, in the place of what is there, which is whole at every instant.
 *
 * @param hidden a name beside `to` to go by; whatever an interrupted attempt left there goes
 */
export function replaceName(
  { fs, from, to }: Omit<KeepFileOptions, 'top'>,
  source: BigIntStats,
  hidden: string,
): void {
  removeFile(fs, hidden);
  try {
    fs.linkSync(from, hidden);
  } catch (error) {
    if (!NO_LINKS.has(fileSystemCode(error))) throw error;
    copyFile(fs, from, hidden, source);
  }
  fs.renameSync(hidden, to);
}

function copyFile(fs: FileSystem, from: string, to: string, source: BigIntStats): void {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  const input = fs.openSync(from, 'r');
  try {
    const output = fs.openSync(to, 'wx', 0o600);
    try {
      for (let position = 0; ; ) {
        const count = fs.readSync(input, chunk, 0, CHUNK_BYTES, position);
        if (count === 0) break;
        writeFully(fs, output, chunk.subarray(0, count));
        position += count;
      }
      fs.fchmodSync(output, Number(source.mode & PERMISSIONS));
      keepTimes(fs, output, source);
      fs.fsyncSync(output);
    } finally {
      fs.closeSync(output);
    }
  } finally {
    fs.closeSync(input);
  }
}

/** Whether all bytes of `part` stand at the beginning of `whole`. */
function beginsWith(fs: FileSystem, whole: string, part: string): boolean {
  const own = Buffer.allocUnsafe(CHUNK_BYTES);
  const other = Buffer.allocUnsafe(CHUNK_BYTES);
  const left = fs.openSync(whole, 'r');
  try {
    const right = fs.openSync(part, 'r');
    try {
      for (let position = 0; ; ) {
        const count = fs.readSync(right, other, 0, CHUNK_BYTES, position);
        if (count === 0) return true;
        const found = readAt(fs, left, own.subarray(0, count), position);
        if (found < count || !own.subarray(0, count).equals(other.subarray(0, count))) return false;
        position += count;
      }
    } finally {
      fs.closeSync(right);
    }
  } finally {
    fs.closeSync(left);
  }
}

function readAt(fs: FileSystem, fd: number, bytes: Uint8Array, position: number): number {
  let filled = 0;
  while (filled < bytes.length) {
    const count = fs.readSync(fd, bytes, filled, bytes.length - filled, position + filled);
    if (count === 0) break;
    filled += count;
  }
  return filled;
}
