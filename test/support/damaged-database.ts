/** Damages a history database as disks do: whole pages of rubbish, picked by what they hold. */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';

/** Fills the pages of tables and indexes with rubbish; the database must be closed everywhere. */
export function ruinPages(path: string, names: readonly string[], { leave = 0 } = {}): void {
  const connection = new Database(path);
  connection.pragma('wal_checkpoint(TRUNCATE)');
  const size = Number(connection.pragma('page_size', { simple: true }));
  const pages = connection
    .prepare<[string], number>(
      "select pageno from dbstat where name in (select value from json_each(?)) and pagetype = 'leaf' order by pageno",
    )
    .pluck()
    .all(JSON.stringify(names));
  connection.close();
  if (pages.length <= leave) throw new Error(`nothing to ruin in ${names.join(', ')}`);
  ruin(path, pages.slice(leave), size);
}

/** The same while others have the database open: the bytes go past SQLite. */
export function ruin(path: string, pages: readonly number[], size: number): void {
  const fd = openSync(path, 'r+');
  for (const page of pages) writeSync(fd, Buffer.alloc(size, 0xa5), 0, size, (page - 1) * size);
  closeSync(fd);
}

/** The pages of a database that hold a text. */
export function pagesWith(path: string, text: string, size = 4096): number[] {
  const bytes = readFileSync(path);
  const pages = new Set<number>();
  for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1)) {
    pages.add(Math.floor(at / size) + 1);
  }
  return [...pages];
}
