/** What a deletion would take: the threads with their sub-agents, their files, and what still builds on them. */
import { existsSync, statSync } from 'node:fs';
import { toCompressedPath } from '../rollout/index.js';
import { knowsThread } from '../store/forget-threads.js';
import { findReferences } from '../store/rollout-references.js';
import { findThreadRollouts } from '../store/rollouts.js';
import { findDescendants } from '../store/thread-descendants.js';
import { filesOfThread } from './thread-files.js';
import { noRollout, type UpkeepOptions } from './thread-upkeep.js';

export interface DoomedFile {
  home: string;
  plainPath: string;
  threadId: string;
}

/** A thread outside the deletion whose history begins in one inside. */
export interface Reference {
  /** The thread that would lose a part of its history. */
  from: string;
  /** The thread that holds that part. */
  to: string;
}

export interface DeletionPlan {
  /** In the order in which Codex tells of them: sub-agents before who spawned them. */
  threadIds: string[];
  /** Those before others that they build on. */
  files: DoomedFile[];
  /** On disk, compressed or not. */
  bytes: number;
  references: Reference[];
}

/**
 * Looks what the deletion of threads would take. Nothing is changed.
 *
 * @throws HistoryError `thread_not_found` for a thread of which there is neither a file nor a row
 */
export function planDeletion(options: UpkeepOptions, roots: readonly string[]): DeletionPlan {
  const { database, projector } = options;
  projector.takeInventory();
  const threadIds = new Set<string>();
  for (const root of roots) {
    if (!knowsThread(database.reader, root)) throw noRollout(root);
    for (const id of findDescendants(database.reader, root).reverse()) threadIds.add(id);
    threadIds.add(root);
  }
  const files = [...threadIds].flatMap((threadId) =>
    filesOfThread(options, threadId).map(({ home, plainPath }) => ({ home, plainPath, threadId })),
  );
  const references = [...threadIds].flatMap((to) =>
    ownedRollouts(options, to)
      .flatMap((rolloutId) => findReferences(database.reader, rolloutId))
      .filter((row) => !threadIds.has(row.thread_id) && isOnDisk(row.path))
      .map((row) => ({ from: row.thread_id, to })),
  );
  const sizes = files.flatMap(({ plainPath }) => [plainPath, toCompressedPath(plainPath)]).map(sizeOf);
  return {
    threadIds: [...threadIds],
    files: buildersFirst(options, files),
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    references,
  };
}

function ownedRollouts({ database }: UpkeepOptions, threadId: string): string[] {
  return [
    ...new Set([threadId, ...findThreadRollouts(database.reader, threadId).map((row) => row.rollout_id)]),
  ];
}

/** A file whose base goes first would be a history without its beginning, for as long as it takes. */
function buildersFirst({ database }: UpkeepOptions, files: readonly DoomedFile[]): DoomedFile[] {
  const rows = files.flatMap(({ threadId }) => findThreadRollouts(database.reader, threadId));
  const byId = new Map(rows.map((row) => [row.rollout_id, row]));
  const depth = (path: string): number => {
    const seen = new Set<string>();
    let row = rows.find((candidate) => candidate.path === path);
    while (row?.base_rollout_id != null && !seen.has(row.rollout_id)) {
      seen.add(row.rollout_id);
      row = byId.get(row.base_rollout_id);
    }
    return seen.size;
  };
  return files
    .map((file) => ({ file, depth: depth(file.plainPath) }))
    .sort((a, b) => b.depth - a.depth)
    .map(({ file }) => file);
}

function isOnDisk(plainPath: string): boolean {
  return existsSync(plainPath) || existsSync(toCompressedPath(plainPath));
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
