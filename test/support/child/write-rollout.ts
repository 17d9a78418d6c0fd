/** Creates a rollout or reopens one, under its writer lock, and appends to it; says after each append that it returned. */
import { appendFileSync } from 'node:fs';
import type { SessionMeta } from '../../../src/events/index.js';
import { RolloutWriter } from '../../../src/rollout/writing/rollout-writer.js';
import { acquireWriterLock } from '../../../src/rollout/writing/writer-lock.js';
import { THREAD_ID } from '../session-meta.js';
import { turnStarted } from '../written-lines.js';
import { childTask } from './child-task.js';

export interface WriteTask {
  home: string;
  path: string;
  /** Of a rollout to be created; null to reopen one. */
  meta: SessionMeta | null;
  /** The ids of the turns that each append starts. */
  appends: string[][];
  /** Gets a character for each append that returned. */
  acknowledgements: string;
}

await childTask<WriteTask>(({ home, path, meta, appends, acknowledgements }, fs) => {
  const now = (): number => Date.now();
  const lock = acquireWriterLock({ home, threadId: THREAD_ID, fs, now });
  const options = { path, fs, now, durability: 'disk' as const };
  const writer = meta === null ? RolloutWriter.reopen(options) : RolloutWriter.create({ ...options, meta });
  for (const turnIds of appends) {
    writer.append(turnIds.map(turnStarted));
    appendFileSync(acknowledgements, '.');
  }
  writer.close();
  lock.release();
});
