/** Which thread a rollout file belongs to, for those who name threads by their files. */
import { existsSync } from 'node:fs';
import { toCompressedPath, toPlainPath } from '../rollout/index.js';
import { findRolloutByPath } from '../store/rollout-by-path.js';
import { findThread } from '../store/threads.js';
import { HistoryError } from './history-error.js';
import type { ThreadStoreContext } from './thread-store-options.js';

/**
 * The thread that goes on in the rollout at `path`.
 *
 * @throws HistoryError `invalid_request` for a file that is not there, lies outside the homes, is refused, or is one that
 *   its thread was reverted away from
 */
export function threadOfPath({ database, projector }: ThreadStoreContext, path: string): string {
  const plainPath = toPlainPath(path);
  if (!existsSync(plainPath) && !existsSync(toCompressedPath(plainPath))) {
    throw invalid(`failed to resolve rollout path \`${path}\`: file does not exist`);
  }
  projector.takeInventory();
  const row = findRolloutByPath(database.reader, plainPath);
  if (row === null) throw invalid(`rollout ${path} lies in no Codex home that is in use`);
  if (row.problem !== null) throw invalid(row.problem);
  if (findThread(database.reader, row.thread_id)?.rollout_id !== row.rollout_id) {
    throw invalid(
      `thread ${row.thread_id} was reverted away from rollout ${path}; name the thread by its id`,
    );
  }
  return row.thread_id;
}

function invalid(message: string): HistoryError {
  return new HistoryError('invalid_request', message);
}
