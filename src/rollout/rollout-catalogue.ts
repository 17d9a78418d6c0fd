/**
 * Rollout files by path, by thread and by rollout id. Pure bookkeeping: what exists is for the index to find out.
 */

import { byNewestName, type RolloutFile } from './rollout-file.js';

export class RolloutCatalogue {
  readonly #byPath = new Map<string, RolloutFile>();
  readonly #byThread = new Map<string, Set<RolloutFile>>();
  readonly #byRollout = new Map<string, Set<RolloutFile>>();

  /** Adds a file whose path is not known yet. */
  add(file: RolloutFile): void {
    this.#byPath.set(file.path, file);
    if (file.threadId !== null) addTo(this.#byThread, file.threadId, file);
    if (file.rolloutId !== null) addTo(this.#byRollout, file.rolloutId, file);
  }

  /** Removes the very object that was added. */
  remove(file: RolloutFile): void {
    this.#byPath.delete(file.path);
    if (file.threadId !== null) removeFrom(this.#byThread, file.threadId, file);
    if (file.rolloutId !== null) removeFrom(this.#byRollout, file.rolloutId, file);
  }

  files(): RolloutFile[] {
    return [...this.#byPath.values()];
  }

  byThread(threadId: string): RolloutFile[] {
    return [...(this.#byThread.get(threadId) ?? [])].sort(byNewestName);
  }

  byRollout(rolloutId: string): RolloutFile | undefined {
    return [...(this.#byRollout.get(rolloutId) ?? [])].sort(byNewestName)[0];
  }
}

function addTo(index: Map<string, Set<RolloutFile>>, key: string, file: RolloutFile): void {
  const files = index.get(key);
  if (files === undefined) index.set(key, new Set([file]));
  else files.add(file);
}

function removeFrom(index: Map<string, Set<RolloutFile>>, key: string, file: RolloutFile): void {
  const files = index.get(key);
  files?.delete(file);
  if (files?.size === 0) index.delete(key);
}
