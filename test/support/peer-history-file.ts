/** Codex's `thread_history_1.sqlite` with the columns of 0.169.0, filled with the rows that rollouts give; for damaging it. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { listHomeRollouts, sourceOfRollout } from '../../src/jobs/doctor/home-rollouts.js';
import { openRolloutFolds } from '../../src/jobs/doctor/rollout-folds.js';
import { PEER_HISTORY_COLUMNS, PEER_HISTORY_FILE } from '../../src/store/peer/peer-history-schema.js';
import { PeerHistoryWriter } from '../../src/store/peer/rewrite-peer-history.js';

const KEYS: Readonly<Record<string, string>> = {
  thread_turns: 'thread_id, turn_id',
  thread_items: 'thread_id, turn_id, item_id',
  thread_realtime_items: 'thread_id, item_id',
};

/** Makes the file of a home with the right rows of each of its paginated rollouts; returns its path. */
export async function writePeerHistoryFile(home: string): Promise<string> {
  const path = join(home, PEER_HISTORY_FILE);
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  for (const [table, columns] of Object.entries(PEER_HISTORY_COLUMNS)) {
    database.exec(`create table ${table} (thread_id text, ${columns.join(', ')}, primary key (${KEYS[table]}));
      create unique index idx_${table}_page on ${table}(thread_id, rollout_ordinal)`);
  }
  database.exec(`
    create table thread_history_projection_state (
      thread_id text primary key, next_rollout_byte_offset integer not null, next_rollout_ordinal integer not null);
    create trigger cleanup after delete on thread_history_projection_state begin
      delete from thread_realtime_items where thread_id = old.thread_id; end;
    create table _sqlx_migrations (version bigint primary key, success boolean not null)`);
  for (let version = 1; version <= 8; version++) {
    database.prepare('insert into _sqlx_migrations values (?, 1)').run(version);
  }
  database.close();
  const folds = await openRolloutFolds();
  const writer = new PeerHistoryWriter(path);
  for (const rollout of listHomeRollouts(home).rollouts) {
    const source = sourceOfRollout(rollout);
    const fold = source && (await folds.fold(source));
    if (fold) writer.replace(rollout.rolloutId, fold);
  }
  writer.close();
  folds.close();
  return path;
}

/** Runs statements on a database. */
export function runSql(path: string, ...statements: string[]): void {
  const database = new Database(path);
  for (const statement of statements) database.exec(statement);
  database.close();
}

/** Every row of every table, for comparing. */
export function allPeerRows(path: string): Record<string, unknown[]> {
  const database = new Database(path, { readonly: true });
  try {
    return Object.fromEntries(
      [...Object.keys(PEER_HISTORY_COLUMNS), 'thread_history_projection_state'].map((table) => [
        table,
        database.prepare(`select * from ${table} order by 1, 2, 3`).all(),
      ]),
    );
  } finally {
    database.close();
  }
}
