/**
 * Threads whose history lies in several files: forks and reverts of forks, each cut where one could cut at that time. The
 * newest rollout comes last, and its thread is the one to be read.
 */
import fc from 'fast-check';
import { type RolloutOptions, rollout } from '../../src/testing/index.js';
import { arbitraryPaginatedRollout, bytesOfLines } from './arbitraries.js';
import type { HistoryLab } from './history-lab.js';

/** How a segment continues the one before it. */
interface Branch {
  lines: string[];
  /** Where it cuts the rollout before, as a fraction of its lines. */
  at: number;
  /** A revert stays in the thread; a fork begins another. */
  revert: boolean;
}

export interface LaidLineage {
  threadId: string;
  /** Oldest first: rows of each rollout between two ordinals. */
  segments: { rolloutId: string; low: number; high: number }[];
  path: string;
  /** Complete text of the newest rollout. */
  bytes: Uint8Array;
}

export const arbitraryBranches: fc.Arbitrary<Branch[]> = fc.array(
  fc.record({
    lines: arbitraryPaginatedRollout({ maxLines: 14 }).map((lines) => lines.slice(1)),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    revert: fc.boolean(),
  }),
  { minLength: 1, maxLength: 3 },
);

const id = (number: number): string => `019cadc6-9a80-7000-8000-00000000000${number}`;

/** Lays the rollouts of a lineage into the lab's home. */
export async function layLineage(lab: HistoryLab, branches: readonly Branch[]): Promise<LaidLineage> {
  const segments: LaidLineage['segments'] = [];
  let threadId = id(0);
  let base: RolloutOptions['historyBase'];
  let laid: { path: string; bytes: Uint8Array } = { path: '', bytes: new Uint8Array() };
  for (const [index, { lines, revert }] of branches.entries()) {
    const rolloutId = id(index);
    if (index > 0 && !revert) threadId = rolloutId;
    const meta = rollout({ threadId, rolloutId, ...(base && { historyBase: base }) }).sessionMeta();
    const all = [...meta.lines(), ...lines.map((line) => renumbered(line, base?.end_ordinal_exclusive ?? 0))];
    const kept = Math.ceil((branches[index + 1]?.at ?? 1) * lines.length) + 1;
    const path = `${lab.home}/sessions/2026/03/02/${meta.fileName().replace('09-00-00', `09-00-0${index}`)}`;
    lab.write(bytesOfLines(all.slice(0, kept)), path);
    lab.restart();
    await lab.project(threadId);
    const { checkpoint } = lab.rows(rolloutId);
    const cut = Number(checkpoint?.next_rollout_ordinal);
    segments.push({ rolloutId, low: (base?.end_ordinal_exclusive ?? 0) + 1, high: cut - 1 });
    const end_byte_offset = Number(checkpoint?.next_rollout_byte_offset);
    base = { thread_id: rolloutId, end_ordinal_exclusive: cut, end_byte_offset };
    laid = { path, bytes: bytesOfLines(all) };
    lab.write(laid.bytes, path);
  }
  const newest = segments.at(-1);
  if (newest) newest.high = Number.MAX_SAFE_INTEGER;
  lab.restart();
  await lab.project(threadId);
  return { threadId, segments, ...laid };
}

function renumbered(line: string, by: number): string {
  return line.replace(/^(\{"timestamp":"[^"]*","ordinal":)(\d+)/, (_, before: string, digits: string) => {
    return `${before}${Number(digits) + by}`;
  });
}
