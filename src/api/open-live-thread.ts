/** Opens threads for writing: a new one, or one that is there, each under its writer lock. */
import type { SessionMeta } from '../events/record/session-meta.js';
import type { FileSystem } from '../files/file-system.js';
import { NO_METRICS } from '../metrics/metrics.js';
import { newRolloutPath } from '../rollout/writing/new-rollout-path.js';
import { type Durability, RolloutWriter } from '../rollout/writing/rollout-writer.js';
import { acquireWriterLock } from '../rollout/writing/writer-lock.js';
import type { HistoryDatabase } from '../store/open-history-database.js';
import { findRollout, findThreadRollouts, type RolloutRow } from '../store/rollouts.js';
import { findThread } from '../store/threads.js';
import { HistoryError } from './history-error.js';
import { LiveThread, type LiveThreadOptions } from './live-thread.js';
import { threadNotFound } from './read-thread.js';

interface CommonOptions extends Omit<LiveThreadOptions, 'writer' | 'lock' | 'threadId' | 'rolloutId'> {
  database: HistoryDatabase;
  fs?: FileSystem | undefined;
  durability?: Durability | undefined;
  /** Named to those who find the thread locked. */
  program?: string | undefined;
}

export interface OpenExistingOptions extends CommonOptions {
  /** A thread that is there. */
  threadId: string;
}

export interface OpenNewOptions extends CommonOptions {
  /** The first record of a thread, or of a further rollout of one. */
  meta: SessionMeta;
  /** The Codex home it is to lie in. */
  home: string;
  /** Of the file; the thread id unless the thread has rollouts already. */
  rolloutId?: string | undefined;
}

export type OpenLiveThreadOptions = OpenExistingOptions | OpenNewOptions;

/**
 * Takes a thread for writing. Of a new thread nothing is on disk before something is appended or flushed; rows of one that
 * is there are first caught up.
 *
 * @throws RolloutError `thread_locked`, naming who writes it; what `RolloutWriter.reopen` refuses
 * @throws HistoryError `thread_not_found`; `invalid_request` for a thread that is archived, or whose file is refused
 */
export function openLiveThread(options: OpenLiveThreadOptions): LiveThread {
  return 'meta' in options ? openNew(options) : openExisting(options);
}

function openNew(options: OpenNewOptions): LiveThread {
  const { meta, home, now } = options;
  const threadId = meta.id;
  const { rolloutId = threadId } = options;
  const path = newRolloutPath({ home, threadId, rolloutId, now: now() });
  return underLock(options, { threadId, home }, () => ({
    rolloutId,
    how: 'created',
    writer: RolloutWriter.create({ meta, path, ...writerOptions(options) }),
  }));
}

function openExisting(options: OpenExistingOptions): LiveThread {
  const { threadId } = options;
  const { home } = currentRollout(options);
  return underLock(options, { threadId, home }, () => {
    // Before the lock was taken somebody could still have moved the thread or had it go on elsewhere.
    const { rollout_id: rolloutId, path } = currentRollout(options);
    return { rolloutId, how: 'reopened', writer: RolloutWriter.reopen({ path, ...writerOptions(options) }) };
  });
}

interface Opened {
  rolloutId: string;
  writer: RolloutWriter;
  how: 'created' | 'reopened';
}

function underLock(
  options: OpenLiveThreadOptions,
  { threadId, home }: { threadId: string; home: string },
  open: () => Opened,
): LiveThread {
  const { now, fs, program, metrics = NO_METRICS } = options;
  const named = program === undefined ? {} : { program };
  const lock = acquireWriterLock({ home, threadId, now, ...(fs && { fs }), ...named });
  try {
    const { rolloutId, writer, how } = open();
    const thread = new LiveThread({ ...options, threadId, rolloutId, writer, lock });
    metrics.count('threadloom_live_threads_total', { history_mode: thread.historyMode, how });
    return thread;
  } catch (error) {
    lock.release();
    throw error;
  }
}

function writerOptions({ now, fs, durability }: CommonOptions) {
  return { now, ...(fs && { fs }), ...(durability && { durability }) };
}

/** The rollout that the thread goes on in, as the files are now. */
function currentRollout({ database, projector, threadId }: OpenExistingOptions): RolloutRow {
  projector.takeInventory();
  const thread = findThread(database.reader, threadId);
  const rollout = thread && findRollout(database.reader, thread.rollout_id);
  if (!thread || !rollout) {
    const refused = findThreadRollouts(database.reader, threadId).find(({ problem }) => problem !== null);
    if (refused?.problem) throw new HistoryError('invalid_request', refused.problem);
    throw threadNotFound(threadId);
  }
  if (thread.archived === 1) {
    throw new HistoryError(
      'invalid_request',
      `thread ${threadId} is archived; unarchive it before writing to it`,
    );
  }
  return rollout;
}
