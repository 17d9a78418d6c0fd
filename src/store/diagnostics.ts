/** Diagnostic rows: what could not be read as written, where it lies in the log, and what was done instead. */
import type Database from 'better-sqlite3';
import { type Selectable, sql } from 'kysely';
import { defineStatement } from './define-statement.js';
import type { DiagnosticsTable } from './tables.js';

export type DiagnosticRow = Omit<Selectable<DiagnosticsTable>, 'diagnostic_id'>;

const insert = defineStatement<DiagnosticRow>((db, arg) =>
  db
    .insertInto('diagnostics')
    .values({
      thread_id: arg('thread_id'),
      start_byte: arg('start_byte'),
      end_byte: arg('end_byte'),
      ordinal: arg('ordinal'),
      kind: arg('kind'),
      action: arg('action'),
      detail: arg('detail'),
    })
    .onConflict((conflict) => conflict.columns(['thread_id', 'start_byte', 'kind']).doNothing()),
);

const list = defineStatement<{ thread_id: string; limit: number }, DiagnosticRow>((db, arg) =>
  db
    .selectFrom('diagnostics')
    .select(['thread_id', 'start_byte', 'end_byte', 'ordinal', 'kind', 'action', 'detail'])
    .where('thread_id', '=', arg('thread_id'))
    .orderBy('start_byte')
    .orderBy('diagnostic_id')
    .limit(arg('limit')),
);

const ofKind = defineStatement<{ thread_id: string; kind: string }, DiagnosticRow>((db, arg) =>
  db
    .selectFrom('diagnostics')
    .select(['thread_id', 'start_byte', 'end_byte', 'ordinal', 'kind', 'action', 'detail'])
    .where('thread_id', '=', arg('thread_id'))
    .where('kind', '=', arg('kind'))
    .orderBy('start_byte'),
);

const counts = defineStatement<{ thread_id: string }, { kind: string; count: number }>((db, arg) =>
  db
    .selectFrom('diagnostics')
    .select(['kind', (eb) => eb.fn.countAll<number>().as('count')])
    .where('thread_id', '=', arg('thread_id'))
    .groupBy('kind')
    .orderBy('kind'),
);

const newest = defineStatement<Record<never, never>, { id: number | null }>((db) =>
  db.selectFrom('diagnostics').select((eb) => eb.fn.max('diagnostic_id').as('id')),
);

const countsSince = defineStatement<{ thread_id: string; after: number }, { kind: string; count: number }>(
  (db, arg) =>
    db
      .selectFrom('diagnostics')
      .select(['kind', (eb) => eb.fn.countAll<number>().as('count')])
      .where('diagnostic_id', '>', arg('after'))
      // By the row id: what is new is little, what a damaged rollout has may be much.
      .where(sql<string>`+thread_id`, '=', arg('thread_id'))
      .groupBy('kind')
      .orderBy('kind'),
);

/** The id of the diagnostic that was recorded last, of whatever rollout; 0 when there is none. */
export function newestDiagnostic(connection: Database.Database): number {
  return newest(connection).get({})?.id ?? 0;
}

/** How many diagnostics of each kind were recorded for a rollout after the one with the id `after`. */
export function countDiagnosticsSince(
  connection: Database.Database,
  rolloutId: string,
  after: number,
): { kind: string; count: number }[] {
  return countsSince(connection).all({ thread_id: rolloutId, after });
}

/** Records a diagnostic; the same finding at the same place is recorded once. */
export function insertDiagnostic(connection: Database.Database, row: DiagnosticRow): void {
  insert(connection).run(row);
}

/** The first diagnostics of a rollout in log order. */
export function listDiagnostics(
  connection: Database.Database,
  rolloutId: string,
  limit: number,
): DiagnosticRow[] {
  return list(connection).all({ thread_id: rolloutId, limit });
}

/** The diagnostics of one kind, in log order. */
export function listDiagnosticsOfKind(
  connection: Database.Database,
  rolloutId: string,
  kind: string,
): DiagnosticRow[] {
  return ofKind(connection).all({ thread_id: rolloutId, kind });
}

/** How many diagnostics of each kind a rollout has. */
export function countDiagnostics(connection: Database.Database, rolloutId: string): Record<string, number> {
  return Object.fromEntries(
    counts(connection)
      .all({ thread_id: rolloutId })
      .map(({ kind, count }) => [kind, count]),
  );
}
