/**
 * A small home for a first look (`npm start`): nine threads of an invented project in ten files, of every
 * flavour a reader meets.
 */
import { agentThreads } from './sample/agent-threads.js';
import { daylightSavingThread } from './sample/daylight-saving-thread.js';
import { forkThread, revertedThread } from './sample/lineage-threads.js';
import { bareThread, legacyThread } from './sample/older-threads.js';
import { archivedThread, damagedThread } from './sample/plain-threads.js';
import { createSampleContext } from './sample/sample-context.js';
import { type HomeEntry, writeCodexHome } from './write-codex-home.js';

/** Equal dates give equal bytes; the threads lie in the six weeks before `now` (UTC), one in 2025. */
export function sampleHome({ now }: { now: Date }): HomeEntry[] {
  const context = createSampleContext(now);
  const { thread, cut } = daylightSavingThread(context);
  const active = [
    thread,
    forkThread(context, thread, cut),
    ...revertedThread(context),
    ...agentThreads(context),
    legacyThread(context),
    damagedThread(context),
    bareThread(),
  ];
  return [...active.map((rollout) => ({ rollout })), { rollout: archivedThread(context), archived: true }];
}

/**
 * Writes the sample home below `home`.
 *
 * @returns the absolute paths of its rollouts.
 */
export function writeSampleHome({ home, now }: { home: string; now: Date }): string[] {
  return writeCodexHome({ home, entries: sampleHome({ now }) });
}
