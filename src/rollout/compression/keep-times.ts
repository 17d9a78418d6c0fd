/** Gives a file the times of another one. */

import type { BigIntStats } from 'node:fs';
import type { FileSystem } from '../../files/file-system.js';

const NS_PER_S = 1_000_000_000n;
const NS_PER_US = 1_000n;

/**
 * Sets both times of an open file to those of `stats`, to the microsecond: nothing finer can be told to Node. What is
 * finer is cut off, so that whoever counts in milliseconds sees no change.
 */
export function keepTimes(fs: FileSystem, fd: number, stats: Pick<BigIntStats, 'atimeNs' | 'mtimeNs'>): void {
  fs.futimesSync(fd, toSeconds(stats.atimeNs), toSeconds(stats.mtimeNs));
}

/** The middle of the microsecond: as a double, its beginning could fall into the one before. */
function toSeconds(ns: bigint): number {
  const seconds = ns / NS_PER_S;
  const microseconds = (ns - seconds * NS_PER_S) / NS_PER_US;
  return Number(seconds) + (Number(microseconds) + 0.5) / 1e6;
}
