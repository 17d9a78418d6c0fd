/** Where the file of a new rollout belongs. Making it is for the writer. */

import { join } from 'node:path';
import { formatRolloutName } from '../rollout-name.js';

export interface NewRolloutPathOptions {
  /** The Codex home. */
  home: string;
  threadId: string;
  /** Of the file: the thread id, unless the thread is given a further rollout. */
  rolloutId: string;
  /** Unix milliseconds. */
  now: number;
}

/**
 * `sessions/YYYY/MM/DD/rollout-<stamp>-<ids>.jsonl` below the home; folder and stamp are local time
 * (spec: rollout-format §2).
 */
export function newRolloutPath({ home, threadId, rolloutId, now }: NewRolloutPathOptions): string {
  const time = new Date(now);
  const year = String(time.getFullYear()).padStart(4, '0');
  const month = twoDigits(time.getMonth() + 1);
  const day = twoDigits(time.getDate());
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(twoDigits).join('-');
  const stamp = `${year}-${month}-${day}T${clock}`;
  return join(home, 'sessions', year, month, day, formatRolloutName({ stamp, threadId, rolloutId }));
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
