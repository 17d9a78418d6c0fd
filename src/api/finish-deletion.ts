/**
 * Carries out deletions that are decided (rollout/writing/deletion-journal). Every step can be done again, so whoever comes
 * next finishes what somebody was killed in.
 */
import { removeKeptFiles } from '../jobs/migration/kept-files.js';
import { discoverRollouts } from '../rollout/index.js';
import { clearDeletion, type PendingDeletion } from '../rollout/writing/deletion-journal.js';
import { removeNames } from '../rollout/writing/name-index.js';
import { removeRollout } from '../rollout/writing/remove-rollout.js';
import { forgetThreads } from '../store/forget-threads.js';
import { forgetPeerThreads } from '../store/peer/forget-peer-threads.js';
import { changePeerThreads } from '../store/peer/peer-threads.js';
import { findThreadRollouts } from '../store/rollouts.js';
import { fileSystemOf, type UpkeepOptions } from './thread-upkeep.js';

/**
 * Removes rows, files, names and what Codex's databases keep of the threads; the entry goes last.
 *
 * @throws RolloutError, StoreError as their steps; the deletion stays decided then, and is finished another time
 */
export async function finishDeletion(options: UpkeepOptions, deletion: PendingDeletion): Promise<void> {
  const { database, projector, now } = options;
  const { home, threadIds } = deletion;
  const fs = fileSystemOf(options);
  const doomed = new Set(threadIds);
  const found = [...discoverRollouts({ home })].filter(
    ({ threadId }) => threadId !== null && doomed.has(threadId),
  );
  const rolloutIds = new Set([
    ...threadIds,
    ...found.flatMap(({ rolloutId }) => rolloutId ?? []),
    ...threadIds.flatMap((id) => findThreadRollouts(database.reader, id).map((row) => row.rollout_id)),
  ]);
  await projector.settled(rolloutIds);
  database.transaction((connection) => forgetThreads(connection, threadIds));
  changePeerThreads(home, (peer) => peer?.forget(threadIds));
  for (const plainPath of new Set([...deletion.paths, ...found.map((file) => file.plainPath)])) {
    removeRollout({ fs, plainPath });
  }
  removeKeptFiles(fs, home, doomed);
  removeNames({ fs, home }, doomed, now());
  forgetPeerThreads(home, [...rolloutIds]);
  // Somebody may have projected, or taken note of, a file just before it went.
  await projector.settled(rolloutIds);
  database.transaction((connection) => forgetThreads(connection, threadIds));
  clearDeletion(fs, deletion);
}
