/** A home with long rollouts, of which a writer has written a part and the test holds the rest. */
import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchRolloutOptions, writeBenchRollout } from '../../src/testing/index.js';

export interface GrowingRollout {
  threadId: string;
  path: string;
  text: Buffer;
  /** Bytes of it that are in the file. */
  written: number;
}

/** Writes a rollout into `home` up to `part` (a fraction) of its text, which may end within a line. */
export function writeGrowingRollout(
  home: string,
  part: number,
  options: Omit<BenchRolloutOptions, 'fd'>,
): GrowingRollout {
  const folder = join(home, 'sessions', '2026', '03', '02');
  mkdirSync(folder, { recursive: true });
  const draft = join(folder, 'draft');
  const fd = openSync(draft, 'w+');
  const { threadId, fileName } = writeBenchRollout({ ...options, fd });
  closeSync(fd);
  const text = readFileSync(draft);
  rmSync(draft);
  const path = join(folder, fileName);
  const written = Math.floor(part * text.length);
  writeFileSync(path, text.subarray(0, written));
  return { threadId, path, text, written };
}

/** Appends the next `count` bytes. */
export function grow(rollout: GrowingRollout, count: number): void {
  const piece = rollout.text.subarray(rollout.written, rollout.written + count);
  appendFileSync(rollout.path, piece);
  rollout.written += piece.length;
}
