/**
 * Rows copied as they are from another history database, attached for the time: all derived rows of a rollout, or what the
 * inventory knows. Both databases have the schema of this program.
 */
import type Database from 'better-sqlite3';
import { DERIVED } from './rollout-rows.js';

/** The name that the other database has while it is attached. */
const OTHER = 'other';

/**
 * Does `work` while the database at `path` is attached to a connection, outside any transaction.
 *
 * @throws whatever SQLite or `work` throws
 */
export function withOtherDatabase<Result>(
  connection: Database.Database,
  path: string,
  work: () => Result,
): Result {
  connection.prepare(`attach database ? as ${OTHER}`).run(path);
  try {
    return work();
  } finally {
    connection.exec(`detach database ${OTHER}`);
  }
}

/** Copies every derived row of a rollout, its checkpoint included; there must be none of it yet. */
export function copyRolloutRows(connection: Database.Database, rolloutId: string): void {
  for (const table of DERIVED) {
    const columns = columnsOf(connection, table);
    connection
      .prepare(
        `insert into main.${table} (${columns}) select ${columns} from ${OTHER}.${table} where thread_id = ?`,
      )
      .run(rolloutId);
  }
}

/** How many derived rows of a rollout there are, in every table. */
export function countRolloutRows(connection: Database.Database, rolloutId: string): number {
  const counts = DERIVED.map((table) => `(select count(*) from main.${table} where thread_id = :id)`);
  const total = connection.prepare<{ id: string }, number>(`select ${counts.join(' + ')}`).pluck();
  return total.get({ id: rolloutId }) ?? 0;
}

/** Copies the rows of all threads that have a rollout, where nothing is known yet: names may stand nowhere else. */
export function copyThreads(connection: Database.Database): void {
  const columns = columnsOf(connection, 'threads');
  connection.exec(
    `insert or ignore into main.threads (${columns})
     select ${columns} from ${OTHER}.threads where thread_id in (select thread_id from ${OTHER}.rollouts)`,
  );
}

/**
 * Copies what the inventory knows of rollouts that this database knows nothing of; a thread that goes on in one goes on there,
 * and was spawned by whom it was.
 */
export function copyUnknownRollouts(connection: Database.Database): void {
  const unknown = `select rollout_id from ${OTHER}.rollouts where rollout_id not in (select rollout_id from main.rollouts)`;
  const columns = columnsOf(connection, 'threads');
  connection.exec(
    `insert or replace into main.threads (${columns})
     select ${columns} from ${OTHER}.threads where rollout_id in (${unknown})`,
  );
  const ofEdges = columnsOf(connection, 'thread_spawn_edges');
  connection.exec(
    `insert or ignore into main.thread_spawn_edges (${ofEdges})
     select ${ofEdges} from ${OTHER}.thread_spawn_edges
     where child_thread_id in (select thread_id from ${OTHER}.rollouts where rollout_id in (${unknown}))`,
  );
  const ofRollouts = columnsOf(connection, 'rollouts');
  connection.exec(
    `insert into main.rollouts (${ofRollouts})
     select ${ofRollouts} from ${OTHER}.rollouts where rollout_id in (${unknown})`,
  );
}

/** Copies what was pruned, and since when the files of rollouts are gone whose rows are here. */
export function copyPruning(connection: Database.Database): void {
  const tombstones = columnsOf(connection, 'pruned_rollouts');
  connection.exec(
    `insert or ignore into main.pruned_rollouts (${tombstones}) select ${tombstones} from ${OTHER}.pruned_rollouts`,
  );
  // The checkpoints that were copied count from now on.
  connection.exec(
    `insert or replace into main.gone_sources (rollout_id, since_ms)
     select rollout_id, since_ms from ${OTHER}.gone_sources
     where rollout_id in (select rollout_id from main.gone_sources)`,
  );
}

/** Copies diagnostics of one kind, where the same is not known yet. */
export function copyDiagnosticsOfKind(connection: Database.Database, rolloutId: string, kind: string): void {
  const columns = columnsOf(connection, 'diagnostics');
  connection
    .prepare(
      `insert or ignore into main.diagnostics (${columns})
       select ${columns} from ${OTHER}.diagnostics where thread_id = ? and kind = ?`,
    )
    .run(rolloutId, kind);
}

/** Row ids tell the order of writing, which is another one here. */
function columnsOf(connection: Database.Database, table: string): string {
  const names = connection
    .prepare<[string], string>('select name from pragma_table_info(?)')
    .pluck()
    .all(table);
  return names.filter((name) => name !== 'diagnostic_id').join(', ');
}
