/**
 * The receipt of a migration: what a rollout was, what it became, what was proved, and where the original is kept. It is on
 * disk before the migrated file takes its place, so it speaks of a migration that took place only if that file is there.
 */

import { join } from 'node:path';
import { z } from 'zod';
import type { FileSystem } from '../../files/file-system.js';
import { isMissing } from '../../files/file-system-code.js';
import { readSmallFile } from '../../files/read-small-file.js';
import { syncFolder } from '../../files/sync-folder.js';
import { createTempFile, removeFile, removeTempFiles } from '../../files/temp-file.js';
import { writeFully } from '../../files/write-fully.js';
import { migrationsFolder, receiptsFolder } from './migration-places.js';

const SUFFIX = '.json';
const VERSION = 1;

const FileDigest = z.looseObject({
  /** On disk. */
  bytes: z.int(),
  /** Hexadecimal. */
  sha256: z.string(),
  /** Of the text, which is the same for plain files. */
  plainBytes: z.int(),
  plainSha256: z.string(),
  compressed: z.boolean(),
});

export const MigrationReceipt = z.looseObject({
  version: z.literal(VERSION),
  threadId: z.string(),
  /** Where the rollout lay, below the home; with `.zst` when it was compressed. */
  path: z.string(),
  /** Where the original is kept, below the home; null when it was forgotten. */
  backup: z.string().nullable(),
  /** RFC 3339. */
  migratedAt: z.string(),
  forgottenAt: z.string().nullable(),
  program: z.string(),
  original: FileDigest,
  result: FileDigest,
  /** Calls and outputs that legacy events left out were written as items. */
  recover: z.boolean(),
  /** Lines read, written and left out, by reason. */
  conversion: z.unknown(),
  coverage: z.unknown(),
  /** For people. */
  howToRevert: z.string(),
});
export type MigrationReceipt = z.infer<typeof MigrationReceipt>;

export interface StoredReceipt {
  /** Its file. */
  file: string;
  receipt: MigrationReceipt;
}

/** The receipts of a home, those of these threads alone if any are named. Files that are no receipts are passed over. */
export function readReceipts(fs: FileSystem, home: string, threadIds?: ReadonlySet<string>): StoredReceipt[] {
  return receiptNames(fs, home).flatMap((name) => {
    const file = join(receiptsFolder(home), name);
    const receipt = parseReceipt(readSmallFile(fs, file));
    if (receipt === null || (threadIds && !threadIds.has(receipt.threadId))) return [];
    return [{ file, receipt }];
  });
}

/** The file for the receipt of a rollout: `<thread>.json`, or `<thread>.<n>.json` where a thread has several copies. */
export function receiptFileOf(fs: FileSystem, home: string, threadId: string, path: string): string {
  const own = readReceipts(fs, home, new Set([threadId]));
  const same = own.find(({ receipt }) => receipt.path === path);
  if (same !== undefined) return same.file;
  for (let number = 1; ; number++) {
    const file = join(receiptsFolder(home), `${threadId}${number === 1 ? '' : `.${number}`}${SUFFIX}`);
    if (!fs.existsSync(file)) return file;
  }
}

/** Durable when this returns; whoever is killed in it leaves the old one or the new one. */
export function writeReceipt(
  fs: FileSystem,
  home: string,
  { file, receipt }: StoredReceipt,
  now: number,
): void {
  const folder = receiptsFolder(home);
  fs.mkdirSync(folder, { recursive: true });
  const place = { fs, beside: file, purpose: 'receipt' };
  removeTempFiles({ ...place, now });
  const temp = createTempFile(place);
  try {
    writeFully(fs, temp.fd, Buffer.from(`${JSON.stringify(receipt, null, 2)}\n`));
    fs.fsyncSync(temp.fd);
    fs.renameSync(temp.path, file);
  } finally {
    temp.discard();
  }
  syncFolder(fs, folder);
  syncFolder(fs, migrationsFolder(home));
}

export function removeReceipt(fs: FileSystem, home: string, file: string): void {
  removeFile(fs, file);
  syncFolder(fs, receiptsFolder(home));
}

function receiptNames(fs: FileSystem, home: string): string[] {
  try {
    return fs
      .readdirSync(receiptsFolder(home))
      .filter((name) => name.endsWith(SUFFIX) && !name.startsWith('.'))
      .sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function parseReceipt(text: string | null): MigrationReceipt | null {
  try {
    return text === null ? null : MigrationReceipt.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
