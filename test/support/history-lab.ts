/**
 * A Codex home and a history database of their own, with the service over both: the whole path from files to pages.
 * Building rollouts and comparing rows is for others.
 */
import { appendFileSync, mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import { createHistoryService, type HistoryService } from '../../src/api/history-service.js';
import type { Projector } from '../../src/projector/projector.js';
import type { ThreadLineage } from '../../src/projector/thread-lineage.js';
import { type HistoryDatabase, openHistoryDatabase } from '../../src/store/open-history-database.js';
import { removeRolloutRows } from '../../src/store/rollout-rows.js';
import { type HomeEntry, writeCodexHome } from '../../src/testing/index.js';
import { THREAD_ID } from './arbitrary-values.js';
import { type DerivedRows, derivedRows } from './derived-rows.js';

const TABLES = [
  'thread_turns',
  'thread_items',
  'thread_realtime_items',
  'thread_removed_turns',
  'thread_history_projection_state',
  'projection_proofs',
  'diagnostics',
  'rollouts',
  'threads',
  'thread_spawn_edges',
];

export interface HistoryLab {
  readonly home: string;
  readonly database: HistoryDatabase;
  readonly service: HistoryService;
  readonly projector: Projector;
  /** What was passed over, and why. */
  readonly refused: { path: string; reason: string }[];
  /** Where the rollout of the arbitraries lies. */
  readonly path: string;
  /** Lays rollouts into the home; returns their paths. */
  lay(...entries: (HomeEntry | HomeEntry['rollout'])[]): string[];
  /** Puts bytes in the place of the arbitraries' rollout. */
  write(bytes: Uint8Array | string, path?: string): void;
  append(bytes: Uint8Array | string, path?: string): void;
  /** Makes a thread ready to be read. */
  project(threadId?: string): Promise<ThreadLineage | null>;
  /** Rows of a rollout, projected from byte 0 after everything that was derived from it is removed. */
  rebuild(threadId?: string, rolloutId?: string): Promise<DerivedRows>;
  rows(rolloutId?: string): DerivedRows;
  /** As a process would find things that starts now. */
  restart(): void;
  /** No files, no rows. */
  clear(): void;
}

/** The file of the arbitraries' thread, below a home. */
export const ROLLOUT_FILE = `sessions/2026/03/02/rollout-2026-03-02T09-00-00-${THREAD_ID}.jsonl`;

/** Opens a lab below `folder`; it is closed when the running test ends. */
export async function openHistoryLab(folder: string): Promise<HistoryLab> {
  const home = join(folder, 'home');
  const path = join(home, ROLLOUT_FILE);
  const database = await openHistoryDatabase({ path: join(folder, 'history.sqlite') });
  const refused: { path: string; reason: string }[] = [];
  const makeService = (): HistoryService =>
    createHistoryService({
      database,
      homes: [home],
      now: () => Date.now(),
      onRefused: (file) => refused.push(file),
    });
  let service = makeService();
  openLabs.push(database);

  const lab: HistoryLab = {
    home,
    path,
    database,
    refused,
    get service() {
      return service;
    },
    get projector() {
      return service.projector;
    },
    lay: (...entries) =>
      writeCodexHome({
        home,
        entries: entries.map((entry) => ('rollout' in entry ? entry : { rollout: entry })),
      }),
    write(bytes, to = path) {
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, bytes);
      touch(to);
    },
    append(bytes, to = path) {
      appendFileSync(to, bytes);
      touch(to);
    },
    project: (threadId = THREAD_ID) => service.projector.prepareThread(threadId),
    async rebuild(threadId = THREAD_ID, rolloutId = threadId) {
      database.transaction((connection) => removeRolloutRows(connection, rolloutId));
      lab.restart();
      await lab.project(threadId);
      return lab.rows(rolloutId);
    },
    rows: (rolloutId = THREAD_ID) => derivedRows(database, rolloutId),
    restart() {
      service = makeService();
    },
    clear() {
      rmSync(home, { recursive: true, force: true });
      database.transaction((connection) => {
        for (const table of TABLES) connection.exec(`delete from ${table}`);
      });
      refused.length = 0;
      lab.restart();
    },
  };
  return lab;
}

let touches = 0;

/** Two changes of one file within the clock tick of a file system would carry one time. */
function touch(path: string): void {
  const { mtimeMs } = statSync(path);
  touches = (touches + 1) % 1_000;
  const seconds = mtimeMs / 1000 + touches / 1_000_000;
  utimesSync(path, seconds, seconds);
}

const openLabs: HistoryDatabase[] = [];

afterEach(() => {
  for (const database of openLabs.splice(0)) database.close();
});
