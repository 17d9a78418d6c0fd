/** A migration among others who write, move and maintain rollouts (spec: peer-tests C). */
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { legacyConverter } from '../../../src/jobs/migration/converter.js';
import { acquireMaintenanceLock, acquireWriterLock, fileSystem } from '../../../src/rollout/index.js';
import { representations } from '../../support/cold-rollouts.js';
import { systemError } from '../../support/faulty-file-system.js';
import {
  layLegacyRollout,
  migrate,
  migrationFiles,
  modeOf,
  statuses,
} from '../../support/legacy-rollouts.js';
import { peerThreads, writePeerState } from '../../support/peer-databases.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { writeZstd } from '../../support/zstd-writer.js';

const folder = useTempFolder();
const home = (): string => folder.path('home');

describe('a migration', () => {
  it('migration_retries_a_rollout_moved_after_path_discovery: it was archived since it was found', async () => {
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

  it('migration_skips_threads_with_an_active_writer; waits_for_a_live_writer_before_migrating: the next run migrates them', async () => {
    const written = layLegacyRollout({ home: home(), seed: 1 });
    const other = layLegacyRollout({ home: home(), seed: 2 });
    const lock = acquireWriterLock({ home: home(), threadId: written.threadId, now: Date.now });
    const run = await migrate(home());
    lock.release();
    expect(statuses(run)).toEqual({ [written.threadId]: 'skipped_busy', [other.threadId]: 'migrated' });
    expect(readFileSync(written.path).equals(written.bytes)).toBe(true);
    expect(statuses(await migrate(home()))).toEqual({
      [written.threadId]: 'migrated',
      [other.threadId]: 'already_paginated',
    });
  });

  it('retries_busy_rollouts_after_archive_and_compression_move', async () => {
    const written = layLegacyRollout({ home: home(), seed: 1 });
    const lock = acquireWriterLock({ home: home(), threadId: written.threadId, now: Date.now });
    expect(statuses(await migrate(home()))).toEqual({ [written.threadId]: 'skipped_busy' });
    lock.release();
    const archived = join(home(), 'archived_sessions', `${basename(written.path)}.zst`);
    mkdirSync(join(home(), 'archived_sessions'));
    writeFileSync(archived, writeZstd(written.bytes, { checksum: true }));
    rmSync(written.path);
    expect((await migrate(home())).outcomes).toMatchObject([{ status: 'migrated', rolloutPath: archived }]);
    expect(representations(archived.replace(/\.zst$/, ''))).toEqual(['compressed']);
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

  it('migration_apply_conflicts_with_rollout_maintenance; waits_for_rollout_maintenance_before_migrating: does nothing, and the next run does it', async () => {
    const { path, bytes } = layLegacyRollout({ home: home(), seed: 1 });
    const lock = acquireMaintenanceLock({ home: home() });
    const run = await migrate(home());
    lock?.release();
    expect(run).toMatchObject({ status: 'busy', outcomes: [] });
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(Object.values(statuses(await migrate(home())))).toEqual(['migrated']);
  });

  it('migration_skips_empty_rollout_files; treats_writer_owned_empty_rollouts_as_busy, and migrates them when they are written', async () => {
    const empty = layLegacyRollout({ home: home(), seed: 1 });
    writeFileSync(empty.path, '');
    writePeerState(home(), []);
    expect(statuses(await migrate(home()))).toEqual({ [empty.threadId]: 'skipped_empty' });
    const lock = acquireWriterLock({ home: home(), threadId: empty.threadId, now: Date.now });
    expect(statuses(await migrate(home()))).toEqual({ [empty.threadId]: 'skipped_busy' });
    expect(statuses(await migrate(home(), { apply: false }))).toEqual({ [empty.threadId]: 'skipped_empty' });
    expect(readFileSync(empty.path).length).toBe(0);
    expect(peerThreads(home())).toEqual([]);
    writeFileSync(empty.path, empty.bytes);
    expect(statuses(await migrate(home()))).toEqual({ [empty.threadId]: 'skipped_busy' });
    lock.release();
    expect(statuses(await migrate(home()))).toEqual({ [empty.threadId]: 'migrated' });
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
