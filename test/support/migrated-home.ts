/** A home of several legacy threads of every kind, copied for each of many migrations that are ended somewhere, and looked at after them. */
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createHistoryService } from '../../src/api/history-service.js';
import { revertMigration } from '../../src/jobs/migration/revert-migration.js';
import { type HistoryDatabase, openHistoryDatabase } from '../../src/store/open-history-database.js';
import type { MigrateTask } from './child/migrate-rollouts.js';
import { plainText, representations } from './cold-rollouts.js';
import {
  type LegacyRollout,
  layLegacyRollout,
  migrate,
  migrationFiles,
  statuses,
} from './legacy-rollouts.js';
import { peerThreads, writePeerState } from './peer-databases.js';
import type { TempFolder } from './temp-folder.js';

export interface MigratedHome {
  /** A copy of the home in which nothing is migrated yet. */
  prepare(): MigrateTask;
  /** Every rollout is wholly the legacy or wholly the migrated one, alone, and the databases are sound. */
  expectWhole(task: MigrateTask): Promise<void>;
  /** The next run migrates what is left and tidies up, readers see the same as ever, and all of it can be taken back. */
  finish(task: MigrateTask): Promise<void>;
}

const database = <T>(home: string, work: (database: HistoryDatabase) => T | Promise<T>): Promise<T> =>
  openHistoryDatabase({ path: join(home, 'history.sqlite') }).then(async (opened) => {
    try {
      return await work(opened);
    } finally {
      opened.close();
    }
  });

/** What readers see of the threads, without what a migration may change: ids and times of items. */
function shown(home: string, threads: readonly LegacyRollout[]): Promise<unknown[]> {
  return database(home, async (opened) => {
    const service = createHistoryService({ database: opened, homes: [home], now: Date.now });
    const pages = [];
    for (const { threadId } of threads) {
      const { data } = await service.listItems(threadId, { direction: 'asc', limit: 100 });
      pages.push(
        data.map(({ item }) => {
          const { id: _, startedAtMs: __, completedAtMs: ___, ...kept } = JSON.parse(item.text);
          return kept;
        }),
      );
    }
    return pages;
  });
}

export async function openMigratedHome(folder: TempFolder): Promise<MigratedHome> {
  const template = folder.path('template');
  const kinds = [
    {},
    { archived: true },
    { compressed: true },
    { compressed: true, archived: true, turns: 1 },
  ];
  const threads = kinds.map((kind, seed) => layLegacyRollout({ home: template, seed, turns: 8, ...kind }));
  writePeerState(
    template,
    threads.map(({ threadId, path }) => ({ id: threadId, rolloutPath: path, historyMode: 'legacy' })),
  );
  const before = await shown(template, threads);
  const migrated = folder.path('migrated');
  cpSync(template, migrated, { recursive: true, preserveTimestamps: true });
  await migrate(migrated);
  const inHome = (home: string, path: string): string => path.replace(template, home);
  const textAfter = threads.map(({ path }) => plainText(inHome(migrated, path)));
  let copies = 0;

  return {
    prepare() {
      const home = folder.path(`copy-${copies++}`);
      cpSync(template, home, { recursive: true, preserveTimestamps: true });
      return { home, what: 'apply' };
    },
    async expectWhole({ home }) {
      for (const [at, { path, file, bytes }] of threads.entries()) {
        const here = inHome(home, path);
        const text = plainText(here);
        const isWhole = text.equals(bytes) || textAfter[at]?.equals(text);
        expect({ here, isWhole }).toEqual({ here, isWhole: true });
        expect(representations(here)).toEqual([file === path ? 'plain' : 'compressed']);
      }
      expect(peerThreads(home)).toHaveLength(threads.length);
      await database(home, ({ reader }) => {
        expect(reader.pragma('integrity_check', { simple: true })).toBe('ok');
      });
    },
    async finish({ home }) {
      const run = await database(home, (opened) => migrate(home, { database: opened }));
      for (const status of Object.values(statuses(run)))
        expect(status).toMatch(/^(migrated|already_paginated)$/);
      for (const [at, { path, file, fileBytes }] of threads.entries()) {
        expect(textAfter[at]?.equals(plainText(inHome(home, path)))).toBe(true);
        const backup = join(home, 'rollout-migrations', 'backup', file.slice(template.length + 1));
        expect(readFileSync(backup).equals(fileBytes)).toBe(true);
      }
      expect(migrationFiles(home)).toHaveLength(2 * threads.length);
      expect(new Set(peerThreads(home).map((entry) => entry.history_mode))).toEqual(new Set(['paginated']));
      expect(await shown(home, threads)).toEqual(before);
      await database(home, (opened) => revertMigration({ homes: [home], now: Date.now, database: opened }));
      for (const { file, fileBytes } of threads) {
        expect(readFileSync(inHome(home, file)).equals(fileBytes)).toBe(true);
      }
      expect(migrationFiles(home)).toEqual([]);
      expect(existsSync(join(home, 'rollout-migrations', 'receipts'))).toBe(false);
      expect(await shown(home, threads)).toEqual(before);
    },
  };
}
