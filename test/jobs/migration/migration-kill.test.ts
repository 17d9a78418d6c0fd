/**
 * Whoever is killed before any of the changes to files that a migration, its revert or its forgetting makes leaves a whole
 * rollout, legacy or paginated; and the next run finishes.
 */
import { appendFileSync, cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createHistoryService } from '../../../src/api/history-service.js';
import { forgetMigration } from '../../../src/jobs/migration/forget-migration.js';
import { revertMigration } from '../../../src/jobs/migration/revert-migration.js';
import { materialiseRollout } from '../../../src/rollout/index.js';
import { type HistoryDatabase, openHistoryDatabase } from '../../../src/store/open-history-database.js';
import type { MigrateTask } from '../../support/child/migrate-rollouts.js';
import { filesBelow } from '../../support/cold-rollouts.js';
import { type KilledCall, killAtEveryCall } from '../../support/kill-at-every-call.js';
import {
  type LegacyRollout,
  type LegacyRolloutOptions,
  layLegacyRollout,
  migrate,
  migrationFiles,
  statuses,
  whatLies,
} from '../../support/legacy-rollouts.js';
import { peerThreads, writePeerState } from '../../support/peer-databases.js';
import { useChild } from '../../support/run-child.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
const runChild = useChild<MigrateTask, unknown>('migrate-rollouts');
let runs = 0;
beforeEach(() => {
  runs = 0;
});

interface Killed {
  home: string;
  /** The rollout in the copy. */
  laid: LegacyRollout;
  killed: KilledCall | null;
}

/** Kills the task in copies of a home that `prepare` has brought to where the task begins. */
async function killing(
  task: Omit<MigrateTask, 'home'>,
  options: Omit<LegacyRolloutOptions, 'home'>,
  prepare: (laid: LegacyRollout, home: string) => void | Promise<void>,
  check: (killed: Killed) => Promise<void>,
): Promise<number> {
  const template = folder.path('template');
  const laid = layLegacyRollout({ home: template, seed: 1, ...options });
  writePeerState(template, [{ id: laid.threadId, rolloutPath: laid.path, historyMode: 'legacy' }]);
  await prepare(laid, template);
  const inCopy = (path: string, home: string): string => path.replace(template, home);
  return killAtEveryCall<MigrateTask, unknown>({
    run: runChild,
    changesOnly: true,
    partial: [1],
    prepare: () => {
      const home = folder.path(`home-${runs++}`);
      cpSync(template, home, { recursive: true, preserveTimestamps: true });
      return { home, ...task };
    },
    check: async ({ home }, killed) => {
      const copy = { ...laid, path: inCopy(laid.path, home), file: inCopy(laid.file, home) };
      expect({ killed, lies: whatLies(copy) }).not.toEqual({ killed, lies: 'damaged' });
      await check({ home, laid: copy, killed });
    },
  });
}

function expectTidy(home: string, files: string[]): void {
  expect(migrationFiles(home)).toEqual(files);
}

/** Every item of the thread, as the history service shows it. */
function items(home: string, threadId: string): Promise<unknown[]> {
  return withDatabase(home, async (database) => {
    const service = createHistoryService({ database, homes: [home], now: Date.now });
    const { data } = await service.listItems(threadId, { direction: 'asc', limit: 100 });
    const setAside = database.reader
      .prepare("select count(*) as count from thread_history_projection_state where thread_id like '%~%'")
      .get();
    expect(setAside).toEqual({ count: 0 });
    return data.map(({ item }) => JSON.parse(item.text).type);
  });
}

async function withDatabase<T>(home: string, work: (database: HistoryDatabase) => Promise<T>): Promise<T> {
  const database = await openHistoryDatabase({ path: join(home, 'history.sqlite') });
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

const SHOWN = ['userMessage', 'agentMessage'];

describe('a process killed before any of its changes to files', () => {
  it.each([
    { compressed: false, archived: false },
    { compressed: true, archived: true },
  ])('of a migration (%j)', { timeout: 400_000 }, async (options) => {
    const seen = new Set<string>();
    const killed = await killing(
      { what: 'apply' },
      { turns: 1, ...options },
      async ({ threadId }, home) => {
        // The legacy text was projected before.
        if (!options.compressed) expect(await items(home, threadId)).toEqual(SHOWN);
      },
      async ({ home, laid }) => {
        const before = whatLies(laid);
        seen.add(before);
        if (!options.compressed) expect(await items(home, laid.threadId)).toEqual(SHOWN);

        const run = await withDatabase(home, (database) => migrate(home, { database }));
        expect(Object.values(statuses(run))).toEqual([
          expect.stringMatching(/^(migrated|already_paginated)$/),
        ]);
        expect(whatLies(laid)).toBe('paginated');
        const [backup = '', ...rest] = migrationFiles(home);
        expect(readFileSync(join(home, backup)).equals(laid.fileBytes)).toBe(true);
        expect(rest).toEqual([`rollout-migrations/receipts/${laid.threadId}.json`]);
        expect(peerThreads(home)[0]?.history_mode).toBe('paginated');
        if (!options.compressed) expect(await items(home, laid.threadId)).toEqual(SHOWN);

        const [reverted] = await revertMigration({ homes: [home], now: Date.now });
        expect(reverted?.outcomes).toMatchObject([{ status: 'reverted' }]);
        expect(readFileSync(laid.file).equals(laid.fileBytes)).toBe(true);
        expectTidy(home, []);
      },
    );
    expect(seen).toEqual(new Set(['legacy', 'paginated']));
    expect(killed).toBeGreaterThan(30);
  });

  it.each([
    { compressed: false, expanded: false, wentOn: false },
    { compressed: false, expanded: false, wentOn: true },
    { compressed: true, expanded: true, wentOn: false },
  ])('of a revert (%j)', { timeout: 400_000 }, async ({ compressed, expanded, wentOn }) => {
    const killed = await killing(
      { what: 'revert', force: wentOn },
      { turns: 1, compressed },
      async ({ path }, home) => {
        await migrate(home);
        if (expanded) materialiseRollout({ path });
        if (wentOn) appendFileSync(path, '{"more":1}\n');
      },
      async ({ home, laid }) => {
        await revertMigration({ homes: [home], now: Date.now, force: wentOn });
        expect(readFileSync(laid.file).equals(laid.fileBytes)).toBe(true);
        if (compressed) expect(existsSync(laid.path)).toBe(false);
        expect(peerThreads(home)[0]?.history_mode).toBe('legacy');
        const kept = filesBelow(home).filter((path) => path.startsWith('rollout-migrations/'));
        expect(kept).toEqual(wentOn ? [expect.stringContaining('rollout-migrations/reverted/')] : []);
        expectTidy(home, kept);
        for (const path of kept) expect(readFileSync(join(home, path), 'utf8')).toMatch(/\{"more":1\}\n$/);
      },
    );
    expect(killed).toBeGreaterThan(20);
  });

  it('of a forgetting', { timeout: 200_000 }, async () => {
    const killed = await killing(
      { what: 'forget' },
      { turns: 1 },
      async (_, home) => {
        await migrate(home);
      },
      async ({ home, laid }) => {
        await forgetMigration({ homes: [home], now: Date.now });
        expect(whatLies(laid)).toBe('paginated');
        expectTidy(home, [`rollout-migrations/receipts/${laid.threadId}.json`]);
        const [again] = await forgetMigration({ homes: [home], now: Date.now });
        expect(again?.files).toEqual([]);
      },
    );
    expect(killed).toBeGreaterThan(8);
  });
});
