/** Taking a migration back: nothing that is the only copy goes unasked. */
import {
  appendFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compressColdRollouts } from '../../../src/jobs/compress-cold-rollouts.js';
import { acquireMaintenanceLock, acquireWriterLock, materialiseRollout } from '../../../src/rollout/index.js';
import { representations } from '../../support/cold-rollouts.js';
import { layLegacyRollout, migrate, migrationFiles, modeOf } from '../../support/legacy-rollouts.js';
import { MORE, useMigrationLab } from '../../support/migration-lab.js';

const { home, revert, forget } = useMigrationLab();

describe('a revert', () => {
  it.each([false, true])('restores the original bytes and times (compressed: %j)', async (compressed) => {
    const { file, fileBytes, threadId } = layLegacyRollout({ home: home(), seed: 1, compressed });
    const { mtimeMs, ino, mode } = lstatSync(file);
    await migrate(home());
    expect(modeOf(file)).toBe('paginated');
    expect(await revert()).toEqual({
      home: home(),
      status: 'done',
      outcomes: [{ rolloutPath: file, threadId, status: 'reverted' }],
    });
    expect(readFileSync(file).equals(fileBytes)).toBe(true);
    expect(lstatSync(file)).toMatchObject({ mtimeMs, ino, mode, nlink: 1 });
    expect(migrationFiles(home())).toEqual([]);
    expect((await revert())?.outcomes).toEqual([]);
  });

  it('takes the threads asked for alone', async () => {
    const [one, other] = [1, 2].map((seed) => layLegacyRollout({ home: home(), seed }));
    await migrate(home());
    await revert({ threadIds: [one?.threadId ?? ''] });
    expect([one, other].map((laid) => modeOf(laid?.path ?? ''))).toEqual(['legacy', 'paginated']);
  });

  it('finds a rollout that was archived, compressed or expanded since', async () => {
    const plain = layLegacyRollout({ home: home(), seed: 1 });
    const compressed = layLegacyRollout({ home: home(), seed: 2, compressed: true });
    await migrate(home());
    await compressColdRollouts({ home: home(), now: Date.now, processId: 1, threadId: plain.threadId });
    expect(representations(plain.path)).toEqual(['compressed']);
    const archived = join(home(), 'archived_sessions', basename(plain.path));
    mkdirSync(dirname(archived));
    renameSync(`${plain.path}.zst`, `${archived}.zst`);
    materialiseRollout({ path: compressed.path });

    expect((await revert())?.outcomes.map(({ status }) => status)).toEqual(['reverted', 'reverted']);
    expect(readFileSync(archived).equals(plain.bytes)).toBe(true);
    expect(existsSync(`${archived}.zst`)).toBe(false);
    expect(readFileSync(compressed.file).equals(compressed.fileBytes)).toBe(true);
    expect(representations(compressed.path)).toEqual(['compressed']);
  });

  it('is refused where the thread has gone on, unless forced: what was added is put aside', async () => {
    const { path, bytes } = layLegacyRollout({ home: home(), seed: 1 });
    await migrate(home());
    appendFileSync(path, MORE);
    const longer = readFileSync(path);
    expect((await revert())?.outcomes).toEqual([
      expect.objectContaining({ status: 'refused', message: expect.stringContaining('gone on') }),
    ]);
    expect(readFileSync(path).equals(longer)).toBe(true);
    expect((await revert({ force: true }))?.outcomes).toMatchObject([{ status: 'reverted' }]);
    expect(readFileSync(path).equals(bytes)).toBe(true);
    const [aside = ''] = migrationFiles(home());
    expect(readFileSync(join(home(), aside)).equals(longer)).toBe(true);
    expect(await forget({ dryRun: true })).toEqual(['removable']);
    expect(await forget()).toEqual(['removed']);
    expect(migrationFiles(home())).toEqual([]);
    expect(existsSync(join(home(), 'rollout-migrations', 'reverted'))).toBe(false);
  });

  it('is refused where the rollout is gone or another one, unless forced', async () => {
    const gone = layLegacyRollout({ home: home(), seed: 1 });
    const changed = layLegacyRollout({ home: home(), seed: 2 });
    await migrate(home());
    rmSync(dirname(gone.path), { recursive: true });
    mkdirSync(dirname(changed.path), { recursive: true });
    writeFileSync(changed.path, 'other text\n');
    expect((await revert())?.outcomes.map(({ status }) => status)).toEqual(['refused', 'refused']);
    await revert({ force: true });
    for (const { path, bytes } of [gone, changed]) expect(readFileSync(path).equals(bytes)).toBe(true);
    const [aside = ''] = migrationFiles(home());
    expect(readFileSync(join(home(), aside), 'utf8')).toBe('other text\n');
  });

  it('does not put back an original that is no longer what it was', async () => {
    const { path, bytes } = layLegacyRollout({ home: home(), seed: 1 });
    await migrate(home());
    const [backup = ''] = migrationFiles(home());
    writeFileSync(join(home(), backup), 'less');
    expect((await revert())?.outcomes).toMatchObject([
      { status: 'failed', message: expect.stringContaining('not what it was') },
    ]);
    writeFileSync(
      join(home(), backup),
      bytes.map((byte) => byte ^ 1),
    );
    expect((await revert())?.outcomes).toMatchObject([{ status: 'failed' }]);
    rmSync(join(home(), backup));
    expect((await revert())?.outcomes).toMatchObject([{ status: 'failed' }]);
    expect(modeOf(path)).toBe('paginated');
  });

  it('leaves threads alone that are being written, and homes that are being maintained', async () => {
    const { path, threadId } = layLegacyRollout({ home: home(), seed: 1 });
    await migrate(home());
    const writer = acquireWriterLock({ home: home(), threadId, now: Date.now });
    expect((await revert())?.outcomes).toMatchObject([{ status: 'skipped_busy' }]);
    writer.release();
    const maintenance = acquireMaintenanceLock({ home: home() });
    expect(await revert()).toMatchObject({ status: 'busy' });
    maintenance?.release();
    expect(modeOf(path)).toBe('paginated');
  });

  it('lets the thread be migrated again, also after it has gone on as a legacy one', async () => {
    const { path, bytes } = layLegacyRollout({ home: home(), seed: 1 });
    await migrate(home());
    const result = readFileSync(path);
    await revert();
    await migrate(home());
    expect(readFileSync(path).equals(result)).toBe(true);
    await revert();
    appendFileSync(path, '\n');
    await migrate(home());
    await revert();
    expect(readFileSync(path).equals(Buffer.concat([bytes, Buffer.from('\n')]))).toBe(true);
  });
});
