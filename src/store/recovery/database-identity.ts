/**
 * Which file a database path stands for at the moment. A connection stays with the file that it was opened on, so whoever
 * keeps one compares: another identity says that the database was put in a new place of the same name.
 */
import { statSync } from 'node:fs';

/** Device and inode of the file at `path`, or null when there is none. Costs one stat. */
export function databaseIdentity(path: string): string | null {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? null : `${stats.dev}:${stats.ino}`;
}

/** A database file and the files that SQLite keeps beside it, the database last. */
export function databaseFiles(path: string): string[] {
  return [`${path}-shm`, `${path}-wal`, path];
}
