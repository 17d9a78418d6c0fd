/** The database that rows are made in beside the one in use: `<database>.rebuilding`, gone when the work is over. */

import type { FileSystem } from '../../files/file-system.js';
import { removeFile } from '../../files/temp-file.js';
import { openDraftDatabase } from '../../store/open-draft-database.js';
import type { HistoryDatabase } from '../../store/open-history-database.js';
import { databaseFiles } from '../../store/recovery/database-identity.js';

export interface NewDatabaseOptions {
  fs: FileSystem;
  /** The database in use. */
  path: string;
}

export function newDatabasePath(path: string): string {
  return `${path}.rebuilding`;
}

/**
 * Does `work` with an empty database beside the one in use, and removes it then, whatever happens. What a killed process
 * left of one is removed first. The caller holds the rebuild lock.
 *
 * @throws whatever `work` throws, StoreError
 */
export async function withNewDatabase<Result>(
  { fs, path }: NewDatabaseOptions,
  work: (database: HistoryDatabase) => Promise<Result>,
): Promise<Result> {
  const beside = newDatabasePath(path);
  removeNewDatabase({ fs, path });
  try {
    const database = await openDraftDatabase({ path: beside });
    try {
      return await work(database);
    } finally {
      database.close();
    }
  } finally {
    removeNewDatabase({ fs, path });
  }
}

/** Removes what is left of such a database; the caller holds the rebuild lock. */
export function removeNewDatabase({ fs, path }: NewDatabaseOptions): void {
  for (const file of databaseFiles(newDatabasePath(path))) removeFile(fs, file);
}
