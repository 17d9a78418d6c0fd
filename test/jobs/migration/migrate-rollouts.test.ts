/** What a migration makes of rollouts of every kind, and what it leaves alone (spec: peer-tests C). */
import { appendFileSync, lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHistoryService } from '../../../src/api/history-service.js';
import { legacyConverter } from '../../../src/jobs/migration/converter.js';
import { migrationsFolder } from '../../../src/jobs/migration/migration-places.js';
import { readReceipts } from '../../../src/jobs/migration/migration-receipt.js';
import { revertMigration } from '../../../src/jobs/migration/revert-migration.js';
import { acquireMaintenanceLock, acquireWriterLock, fileSystem } from '../../../src/rollout/index.js';
import { openHistoryDatabase } from '../../../src/store/open-history-database.js';
import type { RolloutBuilder } from '../../../src/testing/index.js';
import { filesBelow, plainText, representations } from '../../support/cold-rollouts.js';
import { systemError } from '../../support/faulty-file-system.js';
import {
  converterWith,
  layLegacyRollout,
  migrate,
  migrationFiles,
  modeOf,
  statuses,
} from '../../support/legacy-rollouts.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
const home = (): string => folder.path('home');

function contents(): Record<string, string> {
  return Object.fromEntries(
    filesBelow(home()).map((path) => [path, readFileSync(join(home(), path), 'hex')]),
  );
}

function lines(path: string): Record<string, unknown>[] {
  return plainText(path)
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const backupOf = (path: string): string =>
  join(migrationsFolder(home()), 'backup', path.slice(home().length + 1));

describe('a dry run', () => {
  it('tells what is legacy, the newest first, the archived ones last, and changes nothing', async () => {
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
  it('puts a paginated rollout in the place of a legacy one, and keeps that', async () => {
    const { path, bytes, threadId } = layLegacyRollout({ home: home(), seed: 1 });
    const { mode, mtimeMs } = lstatSync(path);
    const run = await migrate(home());
    expect(run.outcomes).toEqual([
      expect.objectContaining({ rolloutPath: path, threadId, status: 'migrated', bytesBefore: bytes.length }),
    ]);
    const after = lines(path);
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
      conversion: { kind: 'ordinary', linesWritten: lines(path).length },
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

  it('leaves archived what is archived, and compressed what is compressed', async () => {
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

  it('removes a compressed file beside the plain one that holds nothing of its own, and minds any other', async () => {
    const twin = layLegacyRollout({ home: home(), seed: 1, compressed: true });
    writeFileSync(twin.path, Buffer.concat([twin.bytes, Buffer.from('\n')]));
    const other = layLegacyRollout({ home: home(), seed: 2, compressed: true });
    writeFileSync(other.path, layLegacyRollout({ home: folder.path('elsewhere'), seed: 2, turns: 1 }).bytes);
    const run = await migrate(home());
    expect(statuses(run)).toEqual({ [twin.threadId]: 'migrated', [other.threadId]: 'failed' });
    expect(representations(twin.path)).toEqual(['plain']);
    expect(representations(other.path)).toEqual(['plain', 'compressed']);
    expect(modeOf(other.path)).toBe('legacy');
  });

  it('leaves a rollout exactly as it was whose coverage is not proved, and says so', async () => {
    layLegacyRollout({ home: home(), seed: 1 });
    const before = contents();
    const run = await migrate(home(), {
      converter: converterWith({ proven: false, problem: 'item 3 is missing' }),
    });
    expect(run.outcomes).toEqual([
      expect.objectContaining({
        status: 'failed',
        failureReason: 'coverage_not_proven',
        message: expect.stringContaining('item 3 is missing'),
      }),
    ]);
    const after = Object.fromEntries(
      Object.entries(contents()).filter(([path]) => !/locks|\.tmp\//.test(path)),
    );
    expect(after).toEqual(before);
  });

  it('refuses a conversion that is no sound rollout', async () => {
    const { path, bytes } = layLegacyRollout({ home: home(), seed: 1 });
    const sound = legacyConverter;
    for (const damage of [
      (all: string[]) => all.slice(1),
      (all: string[]) => [...all, 'not json'],
      (all: string[]) => [...all, all[1] ?? ''],
      () => [],
    ]) {
      const run = await migrate(home(), {
        converter: {
          ...sound,
          convert(options) {
            const conversion = sound.convert(options);
            return { ...conversion, lines: () => damage([...conversion.lines()]) };
          },
        },
      });
      expect(run.outcomes[0]).toMatchObject({
        status: 'failed',
        failureReason: 'legacy_rollout_conversion_failed',
      });
      expect(readFileSync(path).equals(bytes)).toBe(true);
      expect(migrationFiles(home()).filter((name) => !name.includes('locks'))).toEqual([]);
    }
  });

  it('follows a rollout that was archived since it was found', async () => {
    const moving = layLegacyRollout({ home: home(), seed: 1 });
    const other = layLegacyRollout({
      home: home(),
      seed: 2,
      threadId: 'ffffffff-0000-7000-8000-000000000002',
    });
    const target = join(home(), 'archived_sessions', basename(moving.path));
    mkdirSync(join(home(), 'archived_sessions'));
    const run = await migrate(home(), {
      onOutcome: ({ threadId }) => {
        if (threadId === other.threadId) renameSync(moving.path, target);
      },
    });
    expect(statuses(run)).toEqual({ [moving.threadId]: 'migrated', [other.threadId]: 'migrated' });
    expect(modeOf(target)).toBe('paginated');
    expect(representations(moving.path)).toEqual([]);
  });

  it('skips threads that are being written', async () => {
    const written = layLegacyRollout({ home: home(), seed: 1 });
    const other = layLegacyRollout({ home: home(), seed: 2 });
    const lock = acquireWriterLock({ home: home(), threadId: written.threadId, now: Date.now });
    const run = await migrate(home());
    lock.release();
    expect(statuses(run)).toEqual({ [written.threadId]: 'skipped_busy', [other.threadId]: 'migrated' });
    expect(readFileSync(written.path).equals(written.bytes)).toBe(true);
  });

  it('keeps a rollout that somebody without locks wrote to meanwhile', async () => {
    const { path, bytes, threadId } = layLegacyRollout({ home: home(), seed: 1 });
    const more =
      '{"timestamp":"2026-01-01T00:00:00.000Z","type":"event_msg","payload":{"type":"user_message","message":"x"}}\n';
    const run = await migrate(home(), {
      converter: {
        ...legacyConverter,
        prove: () => {
          appendFileSync(path, more);
          return { proven: true, problem: null, details: {} };
        },
      },
    });
    expect(statuses(run)).toEqual({ [threadId]: 'skipped_busy' });
    expect(readFileSync(path).equals(Buffer.concat([bytes, Buffer.from(more)]))).toBe(true);
    expect(migrationFiles(home()).filter((name) => !name.includes('locks'))).toEqual([]);
    expect(statuses(await migrate(home()))).toEqual({ [threadId]: 'migrated' });
  });

  it('keeps a rollout that somebody put another file in the place of meanwhile, or wrote to where there are no links', async () => {
    const { path, bytes, threadId } = layLegacyRollout({ home: home(), seed: 1 });
    const longer = Buffer.concat([bytes, Buffer.from('\n')]);
    const replaced = (by: () => void) => ({
      ...legacyConverter,
      prove: () => {
        by();
        return { proven: true, problem: null, details: {} };
      },
    });
    const byRename = replaced(() => {
      writeFileSync(`${path}.new`, longer);
      renameSync(`${path}.new`, path);
    });
    expect(statuses(await migrate(home(), { converter: byRename }))).toEqual({ [threadId]: 'skipped_busy' });
    expect(readFileSync(path).equals(longer)).toBe(true);
    expect(migrationFiles(home())).toEqual([]);

    const fs = {
      ...fileSystem,
      linkSync() {
        throw systemError('ENOTSUP', 'link');
      },
    };
    const byAppending = replaced(() => appendFileSync(path, '\n'));
    expect(statuses(await migrate(home(), { fs, converter: byAppending }))).toEqual({
      [threadId]: 'skipped_busy',
    });
    expect(readFileSync(path).length).toBe(longer.length + 1);
    expect(migrationFiles(home())).toEqual([]);
  });

  it('brings the original back when it was written to in the last instant', async () => {
    const { path, bytes, threadId } = layLegacyRollout({ home: home(), seed: 1 });
    const fs = {
      ...fileSystem,
      renameSync(from: string, to: string) {
        if (to === path && from.endsWith('.paginated.tmp') && modeOf(path) === 'legacy')
          appendFileSync(path, '\n');
        fileSystem.renameSync(from, to);
      },
    };
    expect(statuses(await migrate(home(), { fs: fs as typeof fileSystem }))).toEqual({
      [threadId]: 'skipped_busy',
    });
    expect(readFileSync(path).equals(Buffer.concat([bytes, Buffer.from('\n')]))).toBe(true);
  });

  it('does nothing while another program maintains the rollouts', async () => {
    const { path, bytes } = layLegacyRollout({ home: home(), seed: 1 });
    const lock = acquireMaintenanceLock({ home: home() });
    const run = await migrate(home());
    lock?.release();
    expect(run).toMatchObject({ status: 'busy', outcomes: [] });
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('passes over empty files, but waits for a writer that has just made one', async () => {
    const empty = layLegacyRollout({ home: home(), seed: 1 });
    writeFileSync(empty.path, '');
    expect(statuses(await migrate(home()))).toEqual({ [empty.threadId]: 'skipped_empty' });
    const lock = acquireWriterLock({ home: home(), threadId: empty.threadId, now: Date.now });
    expect(statuses(await migrate(home()))).toEqual({ [empty.threadId]: 'skipped_busy' });
    expect(statuses(await migrate(home(), { apply: false }))).toEqual({ [empty.threadId]: 'skipped_empty' });
    lock.release();
  });

  it('tells why a rollout cannot be migrated, and goes on', async () => {
    const headless = layLegacyRollout({ home: home(), seed: 1 });
    writeFileSync(headless.path, headless.bytes.subarray(headless.bytes.indexOf(10) + 1));
    const future = layLegacyRollout({ home: home(), seed: 2 });
    writeFileSync(
      future.path,
      future.bytes.toString().replace('"history_mode":"legacy"', '"history_mode":"future"'),
    );
    const damaged = layLegacyRollout({ home: home(), seed: 3, compressed: true });
    writeFileSync(damaged.file, damaged.fileBytes.subarray(0, 40));
    const sound = layLegacyRollout({ home: home(), seed: 4 });
    const run = await migrate(home());
    const reasons = Object.fromEntries(
      run.outcomes.map((of) => [of.threadId, of.failureReason ?? of.status]),
    );
    expect(reasons).toEqual({
      [headless.threadId]: 'invalid_session_metadata',
      [future.threadId]: 'invalid_session_metadata',
      [damaged.threadId]: 'rollout_read_failed',
      [sound.threadId]: 'migrated',
    });
    for (const { message, status } of run.outcomes) expect(message !== undefined).toBe(status === 'failed');
  });

  it('keeps a copy where the file system has no links', async () => {
    const { path, bytes, threadId } = layLegacyRollout({ home: home(), seed: 1 });
    const { mtimeMs, mode } = lstatSync(path);
    const fs = {
      ...fileSystem,
      linkSync() {
        throw systemError('ENOTSUP', 'link');
      },
    };
    expect(statuses(await migrate(home(), { fs }))).toEqual({ [threadId]: 'migrated' });
    expect(readFileSync(backupOf(path)).equals(bytes)).toBe(true);
    expect(lstatSync(backupOf(path)).mode).toBe(mode);
    expect(Math.floor(lstatSync(backupOf(path)).mtimeMs)).toBe(Math.floor(mtimeMs));
  });

  it('keeps records that Codex passes over for their length', { timeout: 60_000 }, async () => {
    const text = 'x'.repeat(17 * 1024 * 1024);
    const { path, threadId } = layLegacyRollout({
      home: home(),
      seed: 1,
      change: (thread) => thread.turn((turn) => turn.user('short').agent(text).complete()),
    });
    expect(statuses(await migrate(home()))).toEqual({ [threadId]: 'migrated' });
    expect(plainText(path).includes(text)).toBe(true);
  });

  it('passes over lines that are none, and keeps a last record without its newline', async () => {
    const { path, bytes, threadId } = layLegacyRollout({ home: home(), seed: 1 });
    const [head = '', ...rest] = bytes.toString('utf8').trimEnd().split('\n');
    writeFileSync(path, [head, 'no record', '', ...rest].join('\n'));
    expect(statuses(await migrate(home()))).toEqual({ [threadId]: 'migrated' });
    const written = lines(path);
    const [stored] = readReceipts(fileSystem, home());
    expect(stored?.receipt).toMatchObject({ conversion: { dropped: { malformed: 1, blank: 1 } } });
    await revertMigration({ homes: [home()], now: Date.now });
    writeFileSync(path, bytes);
    await migrate(home());
    expect(lines(path)).toEqual(written);
  });

  it('shows the same to the readers of a database that knew the legacy text, and sets no row aside', async () => {
    const { threadId } = layLegacyRollout({ home: home(), seed: 1 });
    const database = await openHistoryDatabase({ path: folder.path('history.sqlite') });
    const service = createHistoryService({ database, homes: [home()], now: Date.now });
    const texts = async () =>
      (await service.listItems(threadId, { direction: 'asc' })).data.map(({ item }) => {
        const { id: _, startedAtMs: __, completedAtMs: ___, ...shown } = JSON.parse(item.text);
        return shown;
      });
    const before = await texts();
    await migrate(home(), { database });
    expect(await texts()).toEqual(before);
    await revertMigration({ homes: [home()], now: Date.now, database });
    expect(await texts()).toEqual(before);
    const asideOf = "select count(*) from thread_history_projection_state where thread_id like '%~%'";
    expect(database.reader.prepare(asideOf).pluck().get()).toBe(0);
    database.close();
  });

  it('writes what legacy events left out when asked to', async () => {
    const change = (thread: RolloutBuilder) =>
      thread.turn((turn) => turn.user('list').command({ command: 'ls', output: 'a.ts' }).complete());
    const { path } = layLegacyRollout({ home: home(), seed: 1, change });
    const commands = () => lines(path).filter((line) => JSON.stringify(line).includes('"CommandExecution"'));
    await migrate(home());
    expect(commands()).toEqual([]);
    await revertMigration({ homes: [home()], now: Date.now });
    await migrate(home(), { recover: true });
    expect(commands()).toHaveLength(1);
    expect(readReceipts(fileSystem, home())[0]?.receipt.recover).toBe(true);
  });

  it('needs no database of Codex', async () => {
    const { threadId } = layLegacyRollout({ home: home(), seed: 1 });
    expect(statuses(await migrate(home()))).toEqual({ [threadId]: 'migrated' });
    expect(filesBelow(home()).filter((path) => path.includes('sqlite'))).toEqual([]);
  });

  it('keeps to the rate it is given', async () => {
    const { bytes } = layLegacyRollout({ home: home(), seed: 1, turns: 600 });
    expect(bytes.length).toBeGreaterThan(600_000);
    let now = 0;
    const naps: number[] = [];
    const run = await migrate(home(), {
      maxBytesPerSecond: 1_000_000,
      now: () => now,
      sleep: async (ms) => {
        naps.push(ms);
        now += ms;
      },
    });
    const processed = run.outcomes[0]?.bytesProcessed ?? 0;
    expect(processed).toBeGreaterThan(2 * bytes.length);
    expect(now).toBeGreaterThan((processed - 300_000) / 1000);
    expect(now).toBeLessThan(processed / 1000 + 200);
    expect(Math.max(...naps)).toBeLessThanOrEqual(100);
  });

  it('stops when asked to, between two rollouts or in one, and leaves that as it was', async () => {
    const rollouts = [1, 2].map((seed) => layLegacyRollout({ home: home(), seed, turns: 600 }));
    const controller = new AbortController();
    const run = await migrate(home(), { signal: controller.signal, sleep: async () => controller.abort() });
    expect(run).toMatchObject({ status: 'stopped', outcomes: [] });
    for (const { path, bytes } of rollouts) expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(migrationFiles(home()).filter((name) => !name.includes('locks'))).toEqual([]);
  });
});
