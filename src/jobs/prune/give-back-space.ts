/** Gives pages that hold nothing any more back to the disk, a few at a time, so that others can write in between. */
import type { HistoryDatabase } from '../../store/open-history-database.js';

/** 4 MiB, some milliseconds of write lock. */
const PAGES_A_STEP = 1_024;

export interface SpaceReport {
  /** Of the database file. */
  bytesBefore: number;
  bytesAfter: number;
}

export interface GiveBackSpaceOptions {
  database: HistoryDatabase;
  /** Ends it after the step that runs. */
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: { bytesDone: number; bytes: number }) => void) | undefined;
}

/** As long as the file is once the log is folded in. */
function pageBytes({ reader }: HistoryDatabase): number {
  return (
    Number(reader.pragma('page_count', { simple: true })) *
    Number(reader.pragma('page_size', { simple: true }))
  );
}

/** Bytes of pages that hold nothing. */
export function freeBytes({ reader }: HistoryDatabase): number {
  return (
    Number(reader.pragma('freelist_count', { simple: true })) *
    Number(reader.pragma('page_size', { simple: true }))
  );
}

/**
 * Shortens the file by its free pages.
 *
 * @throws StoreError
 */
export async function giveBackSpace({
  database,
  signal,
  onProgress,
}: GiveBackSpaceOptions): Promise<SpaceReport> {
  const bytesBefore = pageBytes(database);
  const bytes = freeBytes(database);
  for (let left = bytes; left > 0 && !signal?.aborted; ) {
    database.transaction((connection) => connection.pragma(`incremental_vacuum(${PAGES_A_STEP})`));
    const now = freeBytes(database);
    if (now >= left) break;
    left = now;
    onProgress?.({ bytesDone: bytes - left, bytes });
    await new Promise((resolve) => setImmediate(resolve));
  }
  // Until the log is folded in, the file is as long as it was.
  database.checkpoint('TRUNCATE');
  return { bytesBefore, bytesAfter: pageBytes(database) };
}
