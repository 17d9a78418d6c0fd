/** A database as a process leaves it that dies in the middle of a change, without a write-ahead log. */
import { copyFileSync } from 'node:fs';
import Database from 'better-sqlite3';

/** Puts pages of a change that is never committed into a database, and the journal that takes them back beside it. */
export function leaveHalfChanged(path: string, change: string): void {
  const dying = new Database(path);
  dying.pragma('journal_mode = DELETE');
  // Pages go to the file before the commit.
  dying.pragma('cache_size = 1');
  dying.exec(`begin immediate; ${change}`);
  const files = ['', '-journal'].map((suffix) => path + suffix);
  for (const file of files) copyFileSync(file, `${file}.left`);
  dying.close();
  for (const file of files) copyFileSync(`${file}.left`, file);
}
