/** Removes the hidden files that killed processes left beside rollouts. To be used under the maintenance lock. */

import { join } from 'node:path';
import type { FileSystem } from '../files/file-system.js';
import { isMissing } from '../files/file-system-code.js';
import { removeFile, removeTempFiles } from '../files/temp-file.js';
import { parseRolloutName } from '../rollout/index.js';

/** `.<rollout>.<purpose>.<id>.tmp`: ours, locked for as long as they are in use. */
const OWN = /^\.(rollout-.+)\.([a-z]+)\.[0-9a-f-]{36}\.tmp$/;
/** Those of Codex, which also tells by their age whether anybody needs them. */
const OF_CODEX = /^(?:rollout-compress-|\.rollout-materialize-)\w+\.tmp$/;
const ABANDONED_AFTER_MS = 6 * 60 * 60 * 1000;

export interface RemoveLeftoversOptions {
  fs: FileSystem;
  /** The Codex home. */
  home: string;
  now: () => number;
}

/** Looks into every folder that may hold rollouts; returns how many files were removed. */
export function removeCompressionLeftovers(options: RemoveLeftoversOptions): number {
  const { home } = options;
  return ['sessions', 'archived_sessions'].reduce((sum, name) => sum + tidy(options, join(home, name)), 0);
}

function tidy(options: RemoveLeftoversOptions, folder: string): number {
  const { fs } = options;
  let removed = 0;
  for (const entry of readFolder(fs, folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) removed += tidy(options, path);
    else if (entry.isFile() && isLeftover(options, folder, entry.name) && !fs.existsSync(path)) removed++;
  }
  return removed;
}

/** True when it was one, and was removed if nobody needs it. */
function isLeftover({ fs, now }: RemoveLeftoversOptions, folder: string, name: string): boolean {
  const [, rollout = '', purpose = ''] = OWN.exec(name) ?? [];
  if (parseRolloutName(rollout) !== null) {
    removeTempFiles({ fs, beside: join(folder, rollout), purpose, now: now() });
    return true;
  }
  if (!OF_CODEX.test(name)) return false;
  const path = join(folder, name);
  const stats = fs.lstatSync(path, { throwIfNoEntry: false });
  if (stats !== undefined && now() - stats.mtimeMs > ABANDONED_AFTER_MS) removeFile(fs, path);
  return true;
}

/** What cannot be looked into is told by the search for rollouts. */
function readFolder(fs: FileSystem, folder: string) {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error) || isDenied(error)) return [];
    throw error;
  }
}

function isDenied(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM');
}
