/**
 * Deletes threads for good: their files, their rows, their names, and what Codex keeps of them (spec projection §9). Nothing
 * is removed before every check is passed.
 */
import { writeDeletion } from '../rollout/writing/deletion-journal.js';
import { finishDeletion } from './finish-deletion.js';
import { HistoryError } from './history-error.js';
import { planDeletion } from './plan-deletion.js';
import { fileSystemOf, type UpkeepOptions, withThreadsAlone } from './thread-upkeep.js';

/** Threads that are gone, in the order in which Codex tells of them. */
export interface DeletedThreads {
  threadIds: string[];
}

/**
 * Deletes threads and the sub-agents below them. They may build on each other; nothing else may build on them.
 *
 * @throws HistoryError `thread_not_found`; `invalid_request` when a fork outside builds on one of them; `conflict` when
 *   another process writes one of them. Nothing was removed then
 * @throws RolloutError, StoreError when a file or a database cannot be changed: the threads are gone for readers, and the
 *   rest is removed by the next `repairThreads`
 */
export async function deleteThreads(
  options: UpkeepOptions,
  roots: readonly string[],
): Promise<DeletedThreads> {
  for (const threadId of roots) options.openThreads?.write(threadId);
  const family = checkedPlan(options, roots).threadIds;
  return withThreadsAlone(options, family, async () => {
    // A fork, or a sub-agent, can have come to be while these were waited for.
    const { threadIds, files } = checkedPlan(options, roots);
    if (threadIds.some((id) => !family.includes(id))) {
      throw new HistoryError('conflict', `thread ${roots[0]} got a further sub-agent meanwhile. Try again.`);
    }
    const fs = fileSystemOf(options);
    const homes = new Set(files.map(({ home }) => home));
    const deletions = options.homes
      .filter((home, index) => homes.has(home) || (homes.size === 0 && index === 0))
      .map((home) => {
        const paths = files.filter((file) => file.home === home).map((file) => file.plainPath);
        return writeDeletion(fs, { home, threadIds, paths });
      });
    for (const deletion of deletions) await finishDeletion(options, deletion);
    options.projector.takeInventory();
    return { threadIds };
  });
}

/** Deletes one thread and the sub-agents below it; as `deleteThreads`. */
export function deleteThread(options: UpkeepOptions, threadId: string): Promise<DeletedThreads> {
  return deleteThreads(options, [threadId]);
}

function checkedPlan(options: UpkeepOptions, roots: readonly string[]) {
  const plan = planDeletion(options, roots);
  const [reference] = plan.references;
  if (reference !== undefined) {
    throw new HistoryError(
      'invalid_request',
      `cannot delete thread ${reference.to}: forked history still references it`,
    );
  }
  return plan;
}
