/** The originals that migrations keep, until they are given up or the thread is deleted. */
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createThreadStore } from '../../../src/api/thread-store.js';
import { openHistoryDatabase } from '../../../src/store/open-history-database.js';
import { layLegacyRollout, migrate, migrationFiles } from '../../support/legacy-rollouts.js';
import { MORE, useMigrationLab } from '../../support/migration-lab.js';

const { home, beside, revert, forget } = useMigrationLab();

describe('a migration where another original is kept', () => {
  it('goes on when that is the beginning of this one, and is refused otherwise', async () => {
    const { path, bytes, threadId } = layLegacyRollout({ home: home(), seed: 1 });
    await migrate(home());
    const [backup = ''] = migrationFiles(home());
    // Somebody copied the original back, and the thread went on.
    writeFileSync(path, Buffer.concat([bytes, Buffer.from('\n')]));
    expect((await migrate(home())).outcomes).toMatchObject([{ status: 'migrated' }]);
    expect(readFileSync(join(home(), backup)).length).toBe(bytes.length + 1);

    const other = layLegacyRollout({ home: home(), seed: 1, turns: 1 });
    expect(other.path).toBe(path);
    const [outcome] = (await migrate(home())).outcomes;
    expect(outcome).toMatchObject({ status: 'failed', failureReason: 'rollout_publish_failed' });
    expect(readFileSync(path).equals(other.bytes)).toBe(true);
    expect(readFileSync(join(home(), backup)).length).toBe(bytes.length + 1);
    expect(migrationFiles(home())).toEqual([backup, `rollout-migrations/receipts/${threadId}.json`]);
  });
});

describe('a forgetting', () => {
  it('removes the originals, keeps the receipts, and makes a revert impossible', async () => {
    const { path } = layLegacyRollout({ home: home(), seed: 1 });
    await migrate(home());
    appendFileSync(path, MORE);
    const before = migrationFiles(home());
    expect(await forget({ dryRun: true })).toEqual(['removable']);
    expect(migrationFiles(home())).toEqual(before);
    expect(await forget()).toEqual(['removed']);
    expect(migrationFiles(home())).toEqual([expect.stringContaining('receipts/')]);
    expect(existsSync(join(home(), 'rollout-migrations', 'backup'))).toBe(false);
    expect((await revert({ force: true }))?.outcomes).toMatchObject([
      { status: 'refused', message: expect.stringContaining('forgotten') },
    ]);
    expect(await forget()).toEqual([]);
  });

  it('keeps what is the only copy, unless forced', async () => {
    const { path } = layLegacyRollout({ home: home(), seed: 1 });
    await migrate(home());
    rmSync(path);
    expect(await forget()).toEqual(['kept']);
    expect(migrationFiles(home())).toHaveLength(2);
    expect(await forget({ force: true })).toEqual(['removed']);
  });
});

describe('a deletion', () => {
  it('takes along what is kept of the thread, and of no other', async () => {
    const [doomed, other] = [1, 2].map((seed) => layLegacyRollout({ home: home(), seed }));
    await migrate(home());
    appendFileSync(doomed?.path ?? '', MORE);
    await revert({ force: true });
    await migrate(home());
    const database = await openHistoryDatabase({ path: beside('history.sqlite') });
    const store = createThreadStore({ database, homes: [home()], now: Date.now, cliVersion: '0' });
    await store.deleteThreads([doomed?.threadId ?? '']);
    database.close();
    expect(migrationFiles(home()).filter((path) => !path.includes(other?.threadId ?? ''))).toEqual([]);
    expect(migrationFiles(home())).toHaveLength(2);
  });
});
