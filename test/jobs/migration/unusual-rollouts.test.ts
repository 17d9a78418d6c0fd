/** What a migration leaves alone, and what it makes of damaged and unusual rollouts (spec: peer-tests C). */
import { chmodSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { legacyConverter } from '../../../src/jobs/migration/converter.js';
import { readReceipts } from '../../../src/jobs/migration/migration-receipt.js';
import { fileSystem } from '../../../src/rollout/index.js';
import { plainText, representations } from '../../support/cold-rollouts.js';
import { systemError } from '../../support/faulty-file-system.js';
import {
  converterWith,
  layLegacyRollout,
  migrate,
  migrationFiles,
  modeOf,
  statuses,
} from '../../support/legacy-rollouts.js';
import { linesOf, useMigrationLab } from '../../support/migration-lab.js';

const { home, beside, contents, backupOf, revert } = useMigrationLab();

describe('a migration', () => {
  it('removes a compressed file beside the plain one that holds nothing of its own, and minds any other', async () => {
    const twin = layLegacyRollout({ home: home(), seed: 1, compressed: true });
    writeFileSync(twin.path, Buffer.concat([twin.bytes, Buffer.from('\n')]));
    const other = layLegacyRollout({ home: home(), seed: 2, compressed: true });
    writeFileSync(other.path, layLegacyRollout({ home: beside('elsewhere'), seed: 2, turns: 1 }).bytes);
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

  it('migration_reports_invalid_session_metadata and what else keeps a rollout from being migrated, and goes on', async () => {
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

  it.each([false, true])(
    'decompression_temporaries_are_owner_only, as are all hidden files while they are written (compressed: %j)',
    async (compressed) => {
      const { file, threadId } = layLegacyRollout({ home: home(), seed: 1, compressed });
      chmodSync(file, 0o644);
      const modes = new Map<string, number>();
      const paths = new Map<number, string>();
      const fs = {
        ...fileSystem,
        openSync(...parameters: Parameters<typeof fileSystem.openSync>) {
          const fd = fileSystem.openSync(...parameters);
          paths.set(fd, String(parameters[0]));
          return fd;
        },
        writeSync(fd: number, bytes: Uint8Array, offset?: number, length?: number, position?: number | null) {
          const path = paths.get(fd) ?? '';
          if (path.endsWith('.tmp')) modes.set(path, fileSystem.fstatSync(fd).mode & 0o777);
          return fileSystem.writeSync(fd, bytes, offset, length, position);
        },
      };
      expect(statuses(await migrate(home(), { fs: fs as typeof fileSystem }))).toEqual({
        [threadId]: 'migrated',
      });
      expect(modes.size).toBeGreaterThanOrEqual(compressed ? 2 : 1);
      expect(new Set(modes.values())).toEqual(new Set([0o600]));
      expect(lstatSync(file).mode & 0o777).toBe(0o644);
    },
  );

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

  it('migration_skips_oversized_jsonl_records, where Codex does so from 16 MiB on: ours keeps them', {
    timeout: 60_000,
  }, async () => {
    const text = 'x'.repeat(17 * 1024 * 1024);
    const { path, threadId } = layLegacyRollout({
      home: home(),
      seed: 1,
      change: (thread) => thread.turn((turn) => turn.user('short').agent(text).complete()),
    });
    expect(statuses(await migrate(home()))).toEqual({ [threadId]: 'migrated' });
    expect(plainText(path).includes(text)).toBe(true);
  });

  it('migration_skips_malformed_lines_and_trailing_partial_tail; migration_preserves_valid_final_record_without_newline', async () => {
    const { path, bytes, threadId } = layLegacyRollout({ home: home(), seed: 1 });
    const [head = '', ...rest] = bytes.toString('utf8').trimEnd().split('\n');
    writeFileSync(path, [head, 'no record', '', ...rest].join('\n'));
    expect(statuses(await migrate(home()))).toEqual({ [threadId]: 'migrated' });
    const written = linesOf(path);
    const [stored] = readReceipts(fileSystem, home());
    expect(stored?.receipt).toMatchObject({ conversion: { dropped: { malformed: 1, blank: 1 } } });
    await revert();
    writeFileSync(path, bytes);
    await migrate(home());
    expect(linesOf(path)).toEqual(written);
  });
});
