/** What a migration makes of rollouts of every kind (spec: peer-tests C). */
import { lstatSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHistoryService } from '../../../src/api/history-service.js';
import { readReceipts } from '../../../src/jobs/migration/migration-receipt.js';
import { acquireMaintenanceLock, fileSystem } from '../../../src/rollout/index.js';
import { openHistoryDatabase } from '../../../src/store/open-history-database.js';
import type { RolloutBuilder } from '../../../src/testing/index.js';
import { filesBelow, representations } from '../../support/cold-rollouts.js';
import {
  layLegacyRollout,
  migrate,
  migrationFiles,
  modeOf,
  statuses,
} from '../../support/legacy-rollouts.js';
import { linesOf, useMigrationLab } from '../../support/migration-lab.js';
import { peerThreads, writePeerState } from '../../support/peer-databases.js';

const { home, beside, contents, backupOf, revert } = useMigrationLab();

describe('a dry run', () => {
  it('dry_run_reports_migration_order: the newest first, the archived ones last, and nothing is changed', async () => {
    const old = layLegacyRollout({ home: home(), seed: 1, days: 40 });
    const archived = layLegacyRollout({ home: home(), seed: 3, archived: true, compressed: true });
    const young = layLegacyRollout({
      home: home(),
      seed: 2,
      threadId: 'ffffffff-0000-7000-8000-000000000002',
    });
    layLegacyRollout({
      home: home(),
      seed: 4,
      historyMode: 'paginated',
      threadId: '00000000-0000-7000-8000-000000000004',
    });
    const before = contents();
    const seen: number[] = [];
    const run = await migrate(home(), {
      apply: false,
      onProgress: ({ rolloutsDone, rollouts }) => seen.push(rolloutsDone, rollouts),
    });
    expect(run.outcomes.map(({ rolloutPath, status }) => [basename(rolloutPath), status])).toEqual(
      [
        ...[
          [young.file, 'eligible'],
          [old.file, 'eligible'],
        ],
        [join(home(), 'x', '00000000'), 'already_paginated'],
        [archived.file, 'eligible'],
      ].map(([file = '', status]) => [
        file.endsWith('00000000')
          ? expect.stringContaining('00000000-0000-7000-8000-000000000004')
          : basename(file),
        status,
      ]),
    );
    expect(seen.slice(-2)).toEqual([4, 4]);
    expect(contents()).toEqual(before);
  });

  it('minds no lock, and looks at the threads asked for alone', async () => {
    const one = layLegacyRollout({ home: home(), seed: 1 });
    layLegacyRollout({ home: home(), seed: 2 });
    const lock = acquireMaintenanceLock({ home: home() });
    const run = await migrate(home(), { apply: false, threadIds: [one.threadId.toUpperCase()] });
    lock?.release();
    expect(statuses(run)).toEqual({ [one.threadId]: 'eligible' });
  });
});

describe('a migration', () => {
  it('migration_publishes_canonical_projected_history_and_is_idempotent: in the place of the legacy one, which is kept', async () => {
    const { path, bytes, threadId } = layLegacyRollout({ home: home(), seed: 1 });
    const { mode, mtimeMs } = lstatSync(path);
    const run = await migrate(home());
    expect(run.outcomes).toEqual([
      expect.objectContaining({ rolloutPath: path, threadId, status: 'migrated', bytesBefore: bytes.length }),
    ]);
    const after = linesOf(path);
    expect(after.map(({ ordinal }) => ordinal)).toEqual(after.map((_, index) => index));
    expect(after[0]).toMatchObject({
      type: 'session_meta',
      payload: { id: threadId, history_mode: 'paginated' },
    });
    expect(after.filter(({ payload }) => JSON.stringify(payload).includes('"item_completed"'))).toHaveLength(
      6,
    );
    expect(lstatSync(path).mode).toBe(mode);
    expect(Math.floor(lstatSync(path).mtimeMs)).toBe(Math.floor(mtimeMs));
    expect(readFileSync(backupOf(path)).equals(bytes)).toBe(true);
    expect(migrationFiles(home())).toEqual([
      expect.stringContaining('rollout-migrations/backup/'),
      `rollout-migrations/receipts/${threadId}.json`,
    ]);
  });

  it('writes a receipt of what was and what is', async () => {
    const { path, bytes, threadId } = layLegacyRollout({ home: home(), seed: 1 });
    await migrate(home());
    const [stored] = readReceipts(fileSystem, home());
    expect(stored?.receipt).toMatchObject({
      threadId,
      path: path.slice(home().length + 1),
      backup: backupOf(path).slice(home().length + 1),
      original: { bytes: bytes.length, compressed: false },
      result: { bytes: lstatSync(path).size },
      conversion: { kind: 'ordinary', linesWritten: linesOf(path).length },
      coverage: { isCovered: true, itemsBefore: 6, itemsAfter: 6 },
      howToRevert: `threadloom migrate --revert --thread ${threadId}`,
    });
  });

  it('changes no byte the second time', async () => {
    layLegacyRollout({ home: home(), seed: 1 });
    layLegacyRollout({ home: home(), seed: 2, compressed: true });
    await migrate(home());
    const before = contents();
    const run = await migrate(home());
    expect(new Set(Object.values(statuses(run)))).toEqual(new Set(['already_paginated']));
    expect(contents()).toEqual(before);
  });

  it('migration_migrates_archived_rollouts_without_unarchiving_them, nor expanding compressed ones', async () => {
    const { file, path, fileBytes } = layLegacyRollout({
      home: home(),
      seed: 1,
      archived: true,
      compressed: true,
    });
    const { mtimeMs } = lstatSync(file);
    const [outcome] = (await migrate(home())).outcomes;
    expect(outcome).toMatchObject({ status: 'migrated', rolloutPath: file });
    expect(representations(path)).toEqual(['compressed']);
    expect(path).toContain('archived_sessions');
    expect(modeOf(path)).toBe('paginated');
    expect(Math.floor(lstatSync(file).mtimeMs)).toBe(Math.floor(mtimeMs));
    expect(readFileSync(backupOf(file)).equals(fileBytes)).toBe(true);
  });

  it('shows the same to the readers of a database that knew the legacy text, and sets no row aside', async () => {
    const { threadId } = layLegacyRollout({ home: home(), seed: 1 });
    const database = await openHistoryDatabase({ path: beside('history.sqlite') });
    const service = createHistoryService({ database, homes: [home()], now: Date.now });
    const texts = async () =>
      (await service.listItems(threadId, { direction: 'asc' })).data.map(({ item }) => {
        const { id: _, startedAtMs: __, completedAtMs: ___, ...shown } = JSON.parse(item.text);
        return shown;
      });
    const before = await texts();
    await migrate(home(), { database });
    expect(await texts()).toEqual(before);
    await revert({ database });
    expect(await texts()).toEqual(before);
    const asideOf = "select count(*) from thread_history_projection_state where thread_id like '%~%'";
    expect(database.reader.prepare(asideOf).pluck().get()).toBe(0);
    database.close();
  });

  it('writes what legacy events left out when asked to', async () => {
    const change = (thread: RolloutBuilder) =>
      thread.turn((turn) => turn.user('list').command({ command: 'ls', output: 'a.ts' }).complete());
    const { path } = layLegacyRollout({ home: home(), seed: 1, change });
    const commands = () =>
      linesOf(path).filter((line) => JSON.stringify(line).includes('"CommandExecution"'));
    await migrate(home());
    expect(commands()).toEqual([]);
    await revert();
    await migrate(home(), { recover: true });
    expect(commands()).toHaveLength(1);
    expect(readReceipts(fileSystem, home())[0]?.receipt.recover).toBe(true);
  });

  it('migration_reports_missing_sqlite_metadata, which ours does not need: neither an index of Codex nor an entry in it', async () => {
    const { threadId } = layLegacyRollout({ home: home(), seed: 1 });
    expect(statuses(await migrate(home()))).toEqual({ [threadId]: 'migrated' });
    expect(filesBelow(home()).filter((path) => path.includes('sqlite'))).toEqual([]);
    await revert();
    writePeerState(home(), []);
    expect(statuses(await migrate(home()))).toEqual({ [threadId]: 'migrated' });
    expect(peerThreads(home())).toEqual([]);
  });
});
