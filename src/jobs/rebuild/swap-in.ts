/**
 * Puts the content of a finished database in the place of the one in use, page by page in one transaction of SQLite's backup.
 * Readers go on with what they have and see the new rows with their next read, in whatever process and without opening
 * anything; a process that dies on the way leaves the old content.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { HistoryDatabase } from '../../store/open-history-database.js';
import { StoreError } from '../../store/store-error.js';

/** Pages copied without a pause: 16 MiB. */
const PAGES_A_STEP = 4_096;
const PATIENCE_MS = 10_000;
const RETRY_AFTER_MS = 20;

export interface SwapInOptions {
  /** The finished database; nobody else has it open. */
  from: HistoryDatabase;
  /** The database in use. */
  path: string;
  /** Asked once nobody can write any more: whether the finished database still has all it must. */
  isComplete: () => boolean;
  onProgress?: ((progress: { bytesDone: number; bytes: number }) => void) | undefined;
}

/** Thrown in the middle of a copy, which then never was. */
class Incomplete extends Error {}

/**
 * Copies; others can read meanwhile, and write when it is done.
 *
 * @returns false when something was still missing, and nothing was changed
 * @throws StoreError `busy` when others write for too long; whatever SQLite or `onProgress` throws, and nothing was changed
 */
export async function swapIn({ from, path, isComplete, onProgress }: SwapInOptions): Promise<boolean> {
  const pageBytes = Number(from.reader.pragma('page_size', { simple: true }));
  for (let waited = 0; ; waited += RETRY_AFTER_MS) {
    let locked = false;
    const progress = ({
      totalPages,
      remainingPages,
    }: {
      totalPages: number;
      remainingPages: number;
    }): number => {
      if (!locked) {
        locked = true;
        if (!isComplete()) throw new Incomplete();
      }
      onProgress?.({ bytesDone: (totalPages - remainingPages) * pageBytes, bytes: totalPages * pageBytes });
      return PAGES_A_STEP;
    };
    try {
      // Without pages it never had the write lock, and says nothing of it.
      const { totalPages } = await from.writer.backup(path, { progress });
      if (totalPages > 0) return true;
    } catch (error) {
      if (error instanceof Incomplete) return false;
      throw error;
    }
    if (waited >= PATIENCE_MS) throw stillWritten(path);
    await sleep(RETRY_AFTER_MS);
  }
}

function stillWritten(path: string): StoreError {
  return new StoreError(
    'busy',
    path,
    `The history database ${path} is being written by another process, which was waited for for ${PATIENCE_MS / 1000} seconds. Nothing was changed; try again.`,
  );
}
