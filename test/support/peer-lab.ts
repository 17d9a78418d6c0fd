/** A lab with one rollout that is written record by record, as the peer's own tests drive its store. */
import { beforeEach } from 'vitest';
import { type RolloutBuilder, type RolloutOptions, rollout } from '../../src/testing/index.js';
import type { DerivedRows } from './derived-rows.js';
import { type HistoryLab, openHistoryLab } from './history-lab.js';
import { useTempFolder } from './temp-folder.js';

export interface PeerLab {
  readonly lab: HistoryLab;
  /** The rollout that is written. */
  readonly thread: RolloutBuilder;
  readonly path: string;
  /** Starts over with another rollout, its session_meta written. */
  begin(options?: RolloutOptions, meta?: Record<string, unknown>): RolloutBuilder;
  /** Puts everything written so far into the file and projects it. */
  catchUp(): Promise<DerivedRows>;
  /** Bytes written so far. */
  length(): number;
}

/** To be called where hooks may be registered. */
export function usePeerLab(): PeerLab {
  const folder = useTempFolder();
  let lab: HistoryLab;
  let thread: RolloutBuilder;
  let path = '';
  const peer: PeerLab = {
    get lab() {
      return lab;
    },
    get thread() {
      return thread;
    },
    get path() {
      return path;
    },
    begin(options = {}, meta = {}) {
      thread = rollout({ detail: 'visible', ...options }).sessionMeta(meta);
      [path = ''] = lab.lay(thread);
      return thread;
    },
    async catchUp() {
      lab.write(thread.bytes(), path);
      await lab.project(thread.threadId);
      return lab.rows(thread.rolloutId);
    },
    length: () => thread.bytes().length,
  };
  beforeEach(async () => {
    lab = await openHistoryLab(folder.path('lab'));
    peer.begin();
  });
  return peer;
}
