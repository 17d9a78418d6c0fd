/** A home of threads of given lengths, as the benchmark's are: about 29 KB of log a turn. */
import { closeSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { type HistoryMode, writeBenchRollout } from '../../src/testing/index.js';

export interface BenchThread {
  threadId: string;
  path: string;
  bytes: number;
}

const ITEMS_A_TURN = 9;
const LINES_A_TURN = 25;

/** Writes one thread for each number of turns. */
export function writeBenchThreads(
  home: string,
  turns: readonly number[],
  historyMode: HistoryMode = 'paginated',
): BenchThread[] {
  const day = join(home, 'sessions', '2026', '03', '02');
  mkdirSync(day, { recursive: true });
  return turns.map((count, index) => {
    const draft = join(day, 'draft');
    const fd = openSync(draft, 'w');
    const { fileName, threadId, bytes } = writeBenchRollout({
      fd,
      turns: count,
      items: count * ITEMS_A_TURN,
      lines: count * LINES_A_TURN + 1,
      historyMode,
      seed: (historyMode === 'legacy' ? 5_000 : 4_000) + index,
    });
    closeSync(fd);
    const path = join(day, fileName);
    renameSync(draft, path);
    return { threadId, path, bytes };
  });
}
