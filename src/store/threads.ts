/** Thread rows as listings show them, and the edges between a thread and the sub-agents it spawned. */
import type Database from 'better-sqlite3';
import type { Selectable } from 'kysely';
import { defineStatement } from './define-statement.js';
import type { ThreadSpawnEdgesTable, ThreadsTable } from './tables.js';

export type ThreadRow = Selectable<ThreadsTable>;

const COLUMNS = [
  'rollout_id',
  'session_id',
  'forked_from_id',
  'parent_thread_id',
  'history_mode',
  'preview',
  'name',
  'model_provider',
  'model',
  'reasoning_effort',
  'cwd',
  'cli_version',
  'originator',
  'source_json',
  'source_kind',
  'thread_source',
  'agent_nickname',
  'agent_role',
  'git_json',
  'archived',
  'created_at_ms',
  'updated_at_ms',
  'recency_at_ms',
  'source_gone',
] as const satisfies readonly (keyof ThreadRow)[];

const write = defineStatement<ThreadRow>((db, arg) =>
  db
    .insertInto('threads')
    .values({
      thread_id: arg('thread_id'),
      rollout_id: arg('rollout_id'),
      session_id: arg('session_id'),
      forked_from_id: arg('forked_from_id'),
      parent_thread_id: arg('parent_thread_id'),
      history_mode: arg('history_mode'),
      preview: arg('preview'),
      name: arg('name'),
      model_provider: arg('model_provider'),
      model: arg('model'),
      reasoning_effort: arg('reasoning_effort'),
      cwd: arg('cwd'),
      cli_version: arg('cli_version'),
      originator: arg('originator'),
      source_json: arg('source_json'),
      source_kind: arg('source_kind'),
      thread_source: arg('thread_source'),
      agent_nickname: arg('agent_nickname'),
      agent_role: arg('agent_role'),
      git_json: arg('git_json'),
      archived: arg('archived'),
      created_at_ms: arg('created_at_ms'),
      updated_at_ms: arg('updated_at_ms'),
      recency_at_ms: arg('recency_at_ms'),
      source_gone: arg('source_gone'),
    })
    .onConflict((conflict) =>
      conflict
        .column('thread_id')
        .doUpdateSet((eb) =>
          Object.fromEntries(COLUMNS.map((column) => [column, eb.ref(`excluded.${column}`)])),
        ),
    ),
);

const byId = defineStatement<{ thread_id: string }, ThreadRow>((db, arg) =>
  db.selectFrom('threads').selectAll().where('thread_id', '=', arg('thread_id')),
);

const setModel = defineStatement<{
  thread_id: string;
  model: string | null;
  reasoning_effort: string | null;
}>((db, arg) =>
  db
    .updateTable('threads')
    .set({ model: arg('model'), reasoning_effort: arg('reasoning_effort') })
    .where('thread_id', '=', arg('thread_id')),
);

const markGone = defineStatement<{ thread_id: string; source_gone: number }>((db, arg) =>
  db
    .updateTable('threads')
    .set({ source_gone: arg('source_gone') })
    .where('thread_id', '=', arg('thread_id')),
);

const writeEdge = defineStatement<Selectable<ThreadSpawnEdgesTable>>((db, arg) =>
  db
    .insertInto('thread_spawn_edges')
    .values({
      parent_thread_id: arg('parent_thread_id'),
      child_thread_id: arg('child_thread_id'),
      status: arg('status'),
    })
    .onConflict((conflict) =>
      conflict.column('child_thread_id').doUpdateSet((eb) => ({
        parent_thread_id: eb.ref('excluded.parent_thread_id'),
        status: eb.ref('excluded.status'),
      })),
    ),
);

const all = defineStatement<Record<never, never>, ThreadRow>((db) => db.selectFrom('threads').selectAll());

const edges = defineStatement<Record<never, never>, Selectable<ThreadSpawnEdgesTable>>((db) =>
  db.selectFrom('thread_spawn_edges').selectAll(),
);

const removeThread = defineStatement<{ thread_id: string }>((db, arg) =>
  db.deleteFrom('threads').where('thread_id', '=', arg('thread_id')),
);

const spawned = defineStatement<{ child: string }, { status: string }>((db, arg) =>
  db.selectFrom('thread_spawn_edges').select('status').where('child_thread_id', '=', arg('child')),
);

const removeEdge = defineStatement<{ child: string }>((db, arg) =>
  db.deleteFrom('thread_spawn_edges').where('child_thread_id', '=', arg('child')),
);

/** Writes what is known of a thread. */
export function writeThread(connection: Database.Database, row: ThreadRow): void {
  write(connection).run(row);
}

/** What is known of a thread. */
export function findThread(connection: Database.Database, threadId: string): ThreadRow | null {
  return byId(connection).get({ thread_id: threadId }) ?? null;
}

/** Notes the model that a thread's newest turn ran with. */
export function writeThreadModel(
  connection: Database.Database,
  threadId: string,
  { model, reasoningEffort }: { model: string | null; reasoningEffort: string | null },
): void {
  setModel(connection).run({ thread_id: threadId, model, reasoning_effort: reasoningEffort });
}

/** Says whether a thread's current file is gone. */
export function markThreadGone(connection: Database.Database, threadId: string, gone: boolean): void {
  markGone(connection).run({ thread_id: threadId, source_gone: gone ? 1 : 0 });
}

/** Notes that one thread spawned another as its sub-agent. */
export function writeSpawnEdge(connection: Database.Database, edge: Selectable<ThreadSpawnEdgesTable>): void {
  writeEdge(connection).run(edge);
}

/** Every thread that anything is known of. */
export function listThreads(connection: Database.Database): ThreadRow[] {
  return all(connection).all({});
}

/** Who spawned whom, of all threads. */
export function listSpawnEdges(connection: Database.Database): Selectable<ThreadSpawnEdgesTable>[] {
  return edges(connection).all({});
}

/** Takes a thread, and who spawned it, out of the listings. */
export function removeThreadRow(connection: Database.Database, threadId: string): void {
  removeThread(connection).run({ thread_id: threadId });
  removeSpawnEdge(connection, threadId);
}

/** Forgets who spawned a thread. */
export function removeSpawnEdge(connection: Database.Database, child: string): void {
  removeEdge(connection).run({ child });
}

/** True when a thread is listed, or known to be spawned, whether it has rollouts or not. */
export function isListed(connection: Database.Database, threadId: string): boolean {
  return (
    findThread(connection, threadId) !== null || spawned(connection).get({ child: threadId }) !== undefined
  );
}
