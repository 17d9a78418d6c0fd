/**
 * The steps by which a legacy rollout becomes a paginated one. Up to the publication everything can be taken back, and is
 * when a step fails; from then on what is left can only be finished.
 */

import type { BigIntStats } from 'node:fs';
import { join, relative } from 'node:path';
import { formatTimestamp } from '../../events/format-timestamp.js';
import { removeFile } from '../../files/temp-file.js';
import { toPlainPath } from '../../rollout/rollout-name.js';
import { toWriteError } from '../../rollout/writing/write-error.js';
import type { Conversion } from './convert/conversion.js';
import { ConversionError } from './convert/conversion-error.js';
import type { Coverage } from './converter.js';
import { type Digest, digestFile, digestRollout } from './digest-file.js';
import { finishMigration, removeTemps } from './finish-migration.js';
import { keepFile } from './keep-original.js';
import type { MigrateRolloutOptions } from './migrate-rollout.js';
import { writeJournal } from './migration-journal.js';
import { backupFolder, migrationsFolder, tempPaths } from './migration-places.js';
import { type MigrationReceipt, receiptFileOf, writeReceipt } from './migration-receipt.js';
import { failure, type MigrationFailure, type MigrationOutcome, MigrationStop } from './migration-report.js';
import { Stopped } from './pace.js';
import { publishRollout } from './publish-rollout.js';
import type { KnownRollout } from './read-rollout-kind.js';
import { removeSuperfluousTwin } from './remove-superfluous-twin.js';
import { replaceText } from './replace-text.js';
import { checkStaged, compressStaged, rolloutLines, writeStaged } from './stage-rollout.js';
import { type Traces, takeBack } from './take-back.js';

export interface ConvertOptions extends MigrateRolloutOptions {
  /** Says now and then that the thread is still held. */
  stay: () => void;
}

/**
 * To be called under the maintenance lock of the home and the writer lock of the thread.
 * @throws MigrationStop when the rollout is as it was; Stopped
 */
export async function convertInPlace(
  options: ConvertOptions,
  rollout: KnownRollout,
): Promise<Pick<MigrationOutcome, 'status' | 'bytesBefore' | 'bytesAfter'>> {
  const { fs, home, names } = options;
  const { threadId, rolloutId } = rollout;
  const path = rollout.file.path;
  const stats = fs.lstatSync(path, { bigint: true });
  const backup = join(backupFolder(home), relative(home, path));
  const traces: Traces = { path, stats, backup, receipt: null, kept: false };
  let made: Made;
  try {
    refuseOtherOwner(stats, path);
    await during('rollout_publish_failed', path, () => writeJournal(fs, home, threadId));
    removeTemps(fs, path);
    made = await make(options, rollout, stats);
    await during('rollout_publish_failed', path, async () => {
      await removeSuperfluousTwin(fs, path, options.pace);
      traces.kept = true;
      keepFile({ fs, from: path, to: backup, top: migrationsFolder(home) });
      const receipt = receiptOf(options, rollout, { ...made, backup });
      const file = receiptFileOf(fs, home, threadId, receipt.path);
      traces.receipt = file;
      writeReceipt(fs, home, { file, receipt }, options.now());
      replaceText({ database: options.database, rolloutId, historyMode: 'paginated' }, () =>
        publishRollout({ fs, path, stats, staged: made.staged, backup }),
      );
    });
  } catch (error) {
    throw takeBack(options, { ...traces, threadId }, error);
  }
  const plainBytes = made.result.plain.bytes;
  await during('interrupted_migration_recovery_failed', path, () =>
    finishMigration({ fs, home, threadId, rolloutId, path, plainBytes, name: names.of(threadId) }),
  );
  return { status: 'migrated', bytesBefore: Number(stats.size), bytesAfter: made.result.file.bytes };
}

interface Made {
  /** The file to publish. */
  staged: string;
  conversion: Conversion;
  coverage: Coverage;
  original: { file: Digest; plain: Digest };
  result: { file: Digest; plain: Digest };
}

/** Makes the migrated file and proves it. */
async function make(options: ConvertOptions, rollout: KnownRollout, stats: BigIntStats): Promise<Made> {
  const { fs, pace, converter, recover, stay } = options;
  const path = rollout.file.path;
  const temps = tempPaths(path);
  const stage = { fs, pace, stats };
  const original = await during('rollout_read_failed', path, () => digestRollout(fs, path, pace));
  const before = () => rolloutLines(path, pace);
  const conversion = await during('legacy_rollout_conversion_failed', path, async () => {
    const converted = converter.convert({ lines: before, recover });
    if (converted.threadId.toLowerCase() !== rollout.threadId) {
      throw failure(
        'invalid_session_metadata',
        `Rollout ${path} says that it is of thread ${converted.threadId}.`,
      );
    }
    await writeStaged(stage, temps.staged, converted);
    await checkStaged(temps.staged, rollout.threadId, pace);
    return converted;
  });
  stay();
  const coverage = await during('legacy_rollout_conversion_failed', path, () =>
    converter.prove({ before, after: () => rolloutLines(temps.staged, pace) }),
  );
  if (!coverage.proven) {
    throw failure(
      'coverage_not_proven',
      `Rollout ${path} stays as it is: ${coverage.problem ?? 'not all would be shown'}.`,
    );
  }
  stay();
  return during('rollout_publish_failed', path, async () => {
    const plain = await digestFile(fs, temps.staged, pace);
    if (path === toPlainPath(path))
      return { staged: temps.staged, conversion, coverage, original, result: { file: plain, plain } };
    await compressStaged(stage, {
      from: temps.staged,
      to: temps.compressed,
      encoder: await options.encoder(),
    });
    removeFile(fs, temps.staged);
    const file = await digestFile(fs, temps.compressed, pace);
    return { staged: temps.compressed, conversion, coverage, original, result: { file, plain } };
  });
}

/** Gives errors of a step the reason that the step stands for. */
async function during<T>(reason: MigrationFailure, path: string, step: () => T | Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof MigrationStop || error instanceof Stopped) throw error;
    if (error instanceof ConversionError) {
      throw failure(error.code === 'invalid_session_metadata' ? error.code : reason, error.message, error);
    }
    const { message } = toWriteError(error, path, 'could not be migrated');
    throw failure(reason, message, error);
  }
}

/** What we write would belong to us, and the owner could no longer read it. */
function refuseOtherOwner(stats: BigIntStats, path: string): void {
  const own = process.getuid?.();
  if (own === undefined || BigInt(own) === stats.uid) return;
  throw failure('rollout_publish_failed', `Rollout ${path} belongs to another user, who has to migrate it.`);
}

function receiptOf(
  options: ConvertOptions,
  rollout: KnownRollout,
  { original, result, conversion, coverage, backup }: Made & { backup: string },
): MigrationReceipt {
  const { home, now, program, recover } = options;
  const { path } = rollout.file;
  const compressed = path !== toPlainPath(path);
  const digests = ({ file, plain }: Made['original']) => ({
    bytes: file.bytes,
    sha256: file.sha256,
    plainBytes: plain.bytes,
    plainSha256: plain.sha256,
    compressed,
  });
  return {
    version: 1,
    threadId: rollout.threadId,
    path: relative(home, path),
    backup: relative(home, backup),
    migratedAt: formatTimestamp(now()),
    forgottenAt: null,
    program,
    original: digests(original),
    result: digests(result),
    recover,
    conversion: { kind: conversion.kind, ...conversion.report },
    coverage: coverage.details,
    howToRevert: `threadloom migrate --revert --thread ${rollout.threadId}`,
  };
}
