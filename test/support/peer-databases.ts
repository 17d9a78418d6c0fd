/** Codex's own databases in a home, with the columns that Threadloom changes; as Codex 0.169.0 makes them. */
import { join } from 'node:path';
import Database from 'better-sqlite3';

export interface PeerEntry {
  id: string;
  rolloutPath: string;
  archived?: boolean;
  name?: string | null;
  historyMode?: 'legacy' | 'paginated';
  /** `first words` unless told. */
  title?: string;
  /** None unless told. */
  firstMessage?: string;
  /** `cli` unless told. */
  source?: string;
}

const STATE = `
  create table threads (
    id text primary key, rollout_path text not null, title text not null, first_user_message text not null default '',
    archived integer not null default 0, archived_at integer, history_mode text not null default 'legacy', name text,
    source text not null default 'cli');
  create table thread_dynamic_tools (
    thread_id text not null, position integer not null, primary key (thread_id, position),
    foreign key (thread_id) references threads(id) on delete cascade);
  create table thread_read_receipts (thread_id text primary key not null);
  create table thread_spawn_edges (
    parent_thread_id text not null, child_thread_id text not null primary key, status text not null);`;

/** Writes `state_5.sqlite` with these threads; every one has a tool, a read receipt and an edge from `parent`. */
export function writePeerState(home: string, entries: readonly PeerEntry[], parent = 'nobody'): void {
  const database = new Database(join(home, 'state_5.sqlite'));
  database.exec(STATE);
  for (const entry of entries) {
    const { id, rolloutPath, archived = false, name = null, historyMode = 'paginated' } = entry;
    const { title = 'first words', firstMessage = '', source = 'cli' } = entry;
    database
      .prepare(
        `insert into threads (id, rollout_path, title, first_user_message, archived, history_mode, name, source)
         values (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(id, rolloutPath, title, firstMessage, archived ? 1 : 0, historyMode, name, source);
    database.prepare('insert into thread_dynamic_tools values (?, 0)').run(id);
    database.prepare('insert into thread_read_receipts values (?)').run(id);
    database.prepare("insert into thread_spawn_edges values (?, ?, 'open')").run(parent, id);
  }
  database.close();
}

/** Writes `thread_history_1.sqlite` and `memories_1.sqlite` with a row of each id. */
export function writePeerHistory(home: string, ids: readonly string[]): void {
  const history = new Database(join(home, 'thread_history_1.sqlite'));
  for (const table of HISTORY_TABLES) {
    history.exec(`create table ${table} (thread_id text)`);
    for (const id of ids) history.prepare(`insert into ${table} values (?)`).run(id);
  }
  history.close();
  const memories = new Database(join(home, 'memories_1.sqlite'));
  memories.exec('create table stage1_outputs (thread_id text)');
  for (const id of ids) memories.prepare('insert into stage1_outputs values (?)').run(id);
  memories.close();
}

const HISTORY_TABLES = [
  'thread_items',
  'thread_turns',
  'thread_realtime_items',
  'thread_history_projection_state',
];

/** The threads of the index, in order of their ids. */
export function peerThreads(home: string): Record<string, unknown>[] {
  return peerRows(home, 'state_5.sqlite', 'select * from threads order by id');
}

/** Ids that are left anywhere in the other tables. */
export function peerLeftovers(home: string): string[] {
  const tables = {
    'state_5.sqlite': ['thread_dynamic_tools', 'thread_read_receipts'],
    'thread_history_1.sqlite': HISTORY_TABLES,
    'memories_1.sqlite': ['stage1_outputs'],
  };
  const ids = Object.entries(tables).flatMap(([file, names]) =>
    names.flatMap((table) => peerRows(home, file, `select thread_id from ${table}`)),
  );
  const edges = peerRows(
    home,
    'state_5.sqlite',
    'select child_thread_id as thread_id from thread_spawn_edges',
  );
  return [...new Set([...ids, ...edges].map((row) => String(row.thread_id)))].sort();
}

function peerRows(home: string, file: string, sql: string): Record<string, unknown>[] {
  // Not for reading alone: a process that was killed may have left half a change, which the next one that opens it takes back.
  const database = new Database(join(home, file), { fileMustExist: true });
  try {
    return database.prepare<[], Record<string, unknown>>(sql).all();
  } finally {
    database.close();
  }
}
