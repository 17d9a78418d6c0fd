/**
 * Moves all files of a thread between the active folders and the archive, and has Codex's index follow. The current rollout
 * goes first: where it lies the thread counts as being, and whoever is killed after that leaves strays that are known by it.
 */
import { moveRollout, rolloutFolderOf } from '../rollout/writing/move-rollout.js';
import { changePeerThreads } from '../store/peer/peer-threads.js';
import { filesOfThread } from './thread-files.js';
import { fileSystemOf, type UpkeepOptions } from './thread-upkeep.js';

/**
 * Moves a thread that is had alone.
 *
 * @throws RolloutError when a file cannot be moved; those moved before it stay moved
 * @throws StoreError `busy` when Codex's index is being written for seconds; nothing of that home was moved then
 */
export async function moveThread(options: UpkeepOptions, threadId: string, archived: boolean): Promise<void> {
  const files = filesOfThread(options, threadId);
  const fs = fileSystemOf(options);
  await options.projector.settled(
    options.projector.filesOf(threadId).flatMap(({ rolloutId }) => rolloutId ?? []),
  );
  for (const home of new Set(files.map((file) => file.home))) {
    changePeerThreads(home, (peer) => {
      for (const { plainPath } of files.filter((file) => file.home === home)) {
        moveRollout({ fs, home, plainPath, archived });
      }
      const placeOf = (fileName: string): string => rolloutFolderOf(home, fileName, archived);
      peer?.move(threadId, { archived, placeOf, now: options.now() });
    });
  }
}
