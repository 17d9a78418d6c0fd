/** Migrations that were interrupted, of Codex or ours, are finished before anything else (spec: migration §7). */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { fileSystem } from '../../../src/files/file-system.js';
import { tempPaths } from '../../../src/jobs/migration/migration-places.js';
import { acquireWriterLock } from '../../../src/rollout/index.js';
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

function begin(threadId: string): string {
  const path = join(home(), 'rollout-migrations', `${threadId}.pending`);
  mkdirSync(join(home(), 'rollout-migrations'), { recursive: true });
  writeFileSync(path, '');
  return path;
}

/** What Codex projected of a rollout, up to a byte. */
function writeProjection(threadId: string, offset: number): void {
  const database = new Database(join(home(), 'thread_history_1.sqlite'));
  for (const table of ['thread_items', 'thread_turns', 'thread_realtime_items']) {
    database.exec(`create table if not exists ${table} (thread_id text)`);
    database.prepare(`insert into ${table} values (?)`).run(threadId);
  }
  database.exec(
    'create table if not exists thread_history_projection_state (thread_id text, next_rollout_byte_offset integer)',
  );
  database.prepare('insert into thread_history_projection_state values (?, ?)').run(threadId, offset);
  database.close();
}

function projectedThreads(): unknown[] {
  const database = new Database(join(home(), 'thread_history_1.sqlite'), { readonly: true });
  const rows = database.prepare('select thread_id from thread_turns order by 1').pluck().all();
  database.close();
  return rows;
}

describe('an interrupted migration', () => {
  it('starts over where the rollout is still legacy, and its hidden files go', async () => {
    const { path, threadId } = layLegacyRollout({ home: home(), seed: 1 });
    const journal = begin(threadId);
    for (const temp of Object.values(tempPaths(path))) writeFileSync(temp, 'half');
    expect(statuses(await migrate(home()))).toEqual({ [threadId]: 'migrated' });
    expect(existsSync(journal)).toBe(false);
    expect(migrationFiles(home()).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('migration_recovers_pending_rollouts_before_new_work: first, although others are newer', async () => {
    const older = layLegacyRollout({
      home: home(),
      seed: 1,
      threadId: '11111111-0000-7000-8000-000000000001',
    });
    const newer = layLegacyRollout({
      home: home(),
      seed: 2,
      threadId: '22222222-0000-7000-8000-000000000002',
    });
    begin(older.threadId);
    const { outcomes } = await migrate(home());
    expect(outcomes.map(({ threadId }) => threadId)).toEqual([older.threadId, newer.threadId]);
  });

  it.each([
    [false, 'migration_recovers_a_published_rollout_with_missing_projection'],
    [true, 'migration_preserves_compressed_rollouts_during_publish_and_recovery'],
  ])(
    'is finished where the file has its place (compressed: %j): %s; recovers_pending_migrations_after_retrying_busy_rollouts',
    async (compressed) => {
      const { path, file, threadId } = layLegacyRollout({ home: home(), seed: 1, compressed });
      writePeerState(home(), [{ id: threadId, rolloutPath: path, historyMode: 'legacy' }]);
      await migrate(home());
      const published = readFileSync(file);
      new Database(join(home(), 'state_5.sqlite')).exec("update threads set history_mode = 'legacy'").close();
      const journal = begin(threadId);
      writeProjection(threadId, 10);
      writeProjection('another', 10);

      const writer = acquireWriterLock({ home: home(), threadId, now: Date.now });
      expect(statuses(await migrate(home()))).toEqual({ [threadId]: 'skipped_busy' });
      expect(existsSync(journal)).toBe(true);
      writer.release();

      const [outcome] = (await migrate(home())).outcomes;
      expect(outcome).toMatchObject({ threadId, status: 'migrated' });
      expect(outcome?.bytesProcessed).toBeGreaterThan(0);
      expect(existsSync(journal)).toBe(false);
      expect(migrationFiles(home()).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      expect(peerThreads(home())[0]?.history_mode).toBe('paginated');
      // Codex projects the thread again when it is opened.
      expect(projectedThreads()).toEqual(['another']);
      expect(readFileSync(file).equals(published)).toBe(true);
    },
  );

  it('migration_recovers_a_compressed_published_rollout: compressed since, and Codex still has it for a legacy one', async () => {
    const { path, threadId } = layLegacyRollout({ home: home(), seed: 1 });
    writePeerState(home(), [{ id: threadId, rolloutPath: path, historyMode: 'legacy' }]);
    await migrate(home());
    const published = readFileSync(path);
    new Database(join(home(), 'state_5.sqlite')).exec("update threads set history_mode = 'legacy'").close();
    const journal = begin(threadId);
    writeProjection(threadId, published.length);
    writeFileSync(`${path}.zst`, writeZstd(published, { checksum: true }));
    rmSync(path);
    expect(statuses(await migrate(home()))).toEqual({ [threadId]: 'migrated' });
    expect(existsSync(journal)).toBe(false);
    expect(existsSync(path)).toBe(false);
    expect(peerThreads(home())[0]?.history_mode).toBe('paginated');
    // It reaches to the end of the text, not of the file.
    expect(projectedThreads()).toEqual([threadId]);
  });

  it('keeps a projection of Codex that reaches to the end', async () => {
    const { path, threadId } = layLegacyRollout({ home: home(), seed: 1 });
    await migrate(home());
    begin(threadId);
    writeProjection(threadId, statSync(path).size);
    await migrate(home());
    expect(projectedThreads()).toEqual([threadId]);
  });

  it('is told of where it cannot be finished, and finished the next time', async () => {
    const { path, threadId } = layLegacyRollout({ home: home(), seed: 1 });
    writePeerState(home(), [{ id: threadId, rolloutPath: path, historyMode: 'legacy' }]);
    const peer = new Database(join(home(), 'state_5.sqlite'));
    peer.exec('begin immediate');
    const run = await migrate(home());
    peer.exec('rollback');
    peer.close();
    expect(run.outcomes).toMatchObject([
      { status: 'failed', failureReason: 'interrupted_migration_recovery_failed' },
    ]);
    expect(modeOf(path)).toBe('paginated');
    expect(statuses(await migrate(home()))).toEqual({ [threadId]: 'migrated' });
    expect(peerThreads(home())[0]?.history_mode).toBe('paginated');
  });

  it('is not even begun where the home cannot be written', async () => {
    const { path, bytes, threadId } = layLegacyRollout({ home: home(), seed: 1 });
    const fs = {
      ...fileSystem,
      fsyncSync() {
        throw systemError('ENOSPC', 'fsync');
      },
    };
    const run = await migrate(home(), { fs });
    expect(run.outcomes).toMatchObject([
      {
        threadId,
        status: 'failed',
        failureReason: 'rollout_publish_failed',
        message: expect.stringContaining('disk is full'),
      },
    ]);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });
});

describe('a home of which the disk gives up', () => {
  it('keeps the rollout at every failing call, and the next run does the work', {
    timeout: 60_000,
  }, async () => {
    const { path, bytes, threadId } = layLegacyRollout({ home: home(), seed: 1, turns: 1 });
    for (const name of [
      'openSync',
      'writeSync',
      'fsyncSync',
      'renameSync',
      'linkSync',
      'fchmodSync',
      'mkdirSync',
    ] as const) {
      for (let at = 0; ; at++) {
        let calls = 0;
        const real: (...parameters: never[]) => unknown = fileSystem[name];
        const fs = {
          ...fileSystem,
          [name](...parameters: never[]) {
            if (calls++ === at) throw systemError('EIO', name);
            return real(...parameters);
          },
        };
        const outcome = await migrate(home(), { fs }).catch((error: Error) => error);
        if (modeOf(path) === 'legacy') expect(readFileSync(path).equals(bytes)).toBe(true);
        else
          expect(statuses(await migrate(home()))).toEqual({
            [threadId]: expect.stringMatching(/migrated|already/),
          });
        rmSync(home(), { recursive: true });
        layLegacyRollout({ home: home(), seed: 1, turns: 1 });
        if (calls <= at) {
          expect(outcome).toMatchObject({ outcomes: [{ status: 'migrated' }] });
          break;
        }
      }
    }
  });
});
