/** Which rollouts a verification is of: those that a thread's pages are made of, and whatever else rows are kept of. */
import type Database from 'better-sqlite3';
import { storedLineage } from '../../projector/stored-lineage.js';
import { RolloutError, type RolloutFile, toCompressedPath } from '../../rollout/index.js';
import { listDerivedIds, listSetAsideIds } from '../../store/derived-ids.js';
import { findRollout, findThreadRollouts, listRollouts, type RolloutRow } from '../../store/rollouts.js';
import { findThread } from '../../store/threads.js';
import type { VerifyTask } from './verify-task.js';

export interface SizedTask extends VerifyTask {
  /** Of the file on disk. */
  bytes: number;
}

/** Every rollout that is known or has rows, the largest first, so that threads which share the work end together. */
export function findAllTasks(connection: Database.Database): SizedTask[] {
  const rollouts = listRollouts(connection);
  const known = new Set(rollouts.map((row) => row.rollout_id));
  const others = listDerivedIds(connection).filter((id) => !known.has(id));
  return inOrder([...rollouts.map(taskOf), ...others.map((id) => taskWithoutFile(connection, id))]);
}

/** Every rollout of these threads, those included whose history they continue. */
export function findThreadTasks(connection: Database.Database, threadIds: readonly string[]): SizedTask[] {
  const tasks = new Map<string, SizedTask>();
  for (const threadId of threadIds) {
    for (const row of [...findThreadRollouts(connection, threadId), ...inheritedBy(connection, threadId)]) {
      tasks.set(row.rollout_id, taskOf(row));
      for (const id of listSetAsideIds(connection, row.rollout_id)) {
        tasks.set(id, taskWithoutFile(connection, id));
      }
    }
  }
  return inOrder([...tasks.values()]);
}

function inheritedBy(connection: Database.Database, threadId: string): RolloutRow[] {
  const current = findThread(connection, threadId)?.rollout_id;
  if (current === undefined) return [];
  try {
    return storedLineage(connection, current).segments.flatMap(
      ({ rolloutId }) => findRollout(connection, rolloutId) ?? [],
    );
  } catch (error) {
    // Its own rollouts can be verified all the same; reading it tells what is wrong.
    if (error instanceof RolloutError) return [];
    throw error;
  }
}

function taskOf(row: RolloutRow): SizedTask {
  return { threadId: row.thread_id, rolloutId: row.rollout_id, file: fileOf(row), bytes: row.size_bytes };
}

function fileOf(row: RolloutRow): RolloutFile {
  const compressed = row.compressed === 1;
  return {
    home: row.home,
    path: compressed ? toCompressedPath(row.path) : row.path,
    plainPath: row.path,
    compressed,
    archived: row.archived === 1,
    threadId: row.thread_id,
    rolloutId: row.rollout_id,
    stamp: row.stamp === '' ? null : row.stamp,
  };
}

/** Rows that were set aside belong to the thread of the rollout that their id begins with. */
function taskWithoutFile(connection: Database.Database, id: string): SizedTask {
  const [rolloutId = id] = id.split('~');
  const threadId = findRollout(connection, rolloutId)?.thread_id ?? rolloutId;
  return { threadId, rolloutId: id, file: null, bytes: 0 };
}

function inOrder(tasks: SizedTask[]): SizedTask[] {
  return tasks.sort((a, b) => b.bytes - a.bytes || (a.rolloutId < b.rolloutId ? -1 : 1));
}
