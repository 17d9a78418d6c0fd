/** Writes what Threadloom reads of Codex's own thread index, `state_5.sqlite`, into a home. */
import { join } from 'node:path';
import Database from 'better-sqlite3';

export interface PeerThreadEntry {
  id: string;
  rolloutPath: string;
  name?: string | null;
}

/** Writes the entries, over those of the same id. */
export function writePeerIndex(home: string, entries: readonly PeerThreadEntry[]): void {
  const database = new Database(join(home, 'state_5.sqlite'));
  database.exec(
    'create table if not exists threads (id text primary key, rollout_path text not null, name text)',
  );
  const write = database.prepare('insert or replace into threads (id, rollout_path, name) values (?, ?, ?)');
  for (const { id, rolloutPath, name = null } of entries) write.run(id, rolloutPath, name);
  database.close();
}
