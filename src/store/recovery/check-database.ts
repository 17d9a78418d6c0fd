/** Checks a whole database file, page by page, on demand. */
import type Database from 'better-sqlite3';

/** Enough to tell what kind of damage it is. */
const MOST_PROBLEMS = 20;

/**
 * What SQLite's `quick_check` finds wrong with the pages and records of a database: nothing, as a rule. Reads all of it.
 *
 * @throws SqliteError where not even that can be asked
 */
export function checkDatabase(connection: Database.Database): string[] {
  const found = connection.pragma(`quick_check(${MOST_PROBLEMS})`) as { quick_check: string }[];
  const problems = found.map(({ quick_check }) => quick_check);
  return problems.length === 1 && problems[0] === 'ok' ? [] : problems;
}
