/**
 * Subscribes to a thread: every change in commit order with its position, from any position on, whichever process makes it.
 * The rows are the only source, so what a subscriber is told is what a page would show, and nothing is told twice or lost
 * between the two.
 */
import type Database from 'better-sqlite3';
import { type Metrics, NO_METRICS } from '../metrics/metrics.js';
import type { Projector } from '../projector/projector.js';
import type { ThreadLineage } from '../projector/thread-lineage.js';
import { readCheckpoint } from '../store/checkpoint.js';
import type { HistoryDatabase } from '../store/open-history-database.js';
import { findRollout } from '../store/rollouts.js';
import { findThread } from '../store/threads.js';
import {
  type ChangePosition,
  decodeChangePosition,
  encodeChangePosition,
} from './cursors/change-position.js';
import { headPosition, listChanges, startPosition, whyStale } from './list-changes.js';
import { prepareThread } from './prepare-thread.js';
import { threadNotFound } from './read-thread.js';
import type { ThreadChange } from './thread-change.js';
import { describeState, ThreadWatcher, type WatchedFile } from './thread-watcher.js';

export interface SubscribeThreadOptions {
  database: HistoryDatabase;
  projector: Projector;
  threadId: string;
  /** Unix milliseconds. */
  now: () => number;
  /** A position to go on from; 'start' for everything there is; without it, what comes from now on. */
  from?: string | undefined;
  /** Also tells of items that were recovered from what a legacy log tells only in the words of the model. */
  includeRecovered?: boolean | undefined;
  /** Ends the stream. */
  signal?: AbortSignal | undefined;
  metrics?: Metrics | undefined;
  /** Milliseconds between two looks for news, 10 unless told. */
  pollMs?: number | undefined;
  /** Told when the subscriber had to project what nobody else did, and failed; it is tried again. */
  onProjectionError?: ((error: unknown) => void) | undefined;
}

/** The stream of a thread's changes. It is read at the reader's pace; what a slow reader misses is told later, as it is then. */
export interface ThreadSubscription extends AsyncIterable<ThreadChange> {
  /**
   * Where the stream begins. It is taken when the subscription is made: a page that is read once this has resolved holds
   * everything before it, and everything after it is told.
   */
  readonly start: Promise<string>;
}

/** Changes read in one snapshot. */
const CHANGES_A_READ = 256;

/**
 * Subscribes to a thread.
 *
 * The iteration throws HistoryError: `thread_not_found`, `invalid_request` for a position of another thread.
 */
export function subscribeThread(options: SubscribeThreadOptions): ThreadSubscription {
  const begun = begin(options);
  const start = begun.then(({ position }) => encodeChangePosition(position));
  // Who iterates is told; nobody has to look at `start`.
  start.catch(() => {});
  return { start, [Symbol.asyncIterator]: () => follow(options, begun) };
}

interface Standing {
  lineage: ThreadLineage;
  position: ChangePosition;
}

async function begin({ database, projector, threadId, from }: SubscribeThreadOptions): Promise<Standing> {
  const given = from === undefined || from === 'start' ? null : decodeChangePosition(from, threadId);
  const lineage = await prepareThread(projector, threadId);
  if (given) return { lineage, position: given };
  const position = database.snapshot((connection) =>
    from === 'start' ? startPosition(connection, lineage) : headPosition(connection, lineage),
  );
  return { lineage, position };
}

async function* follow(
  options: SubscribeThreadOptions,
  begun: Promise<Standing>,
): AsyncGenerator<ThreadChange, void, undefined> {
  const { database, projector, threadId, signal, includeRecovered, metrics = NO_METRICS } = options;
  let { lineage, position } = await begun;
  const watcher = new ThreadWatcher(options);
  while (!signal?.aborted) {
    watcher.mark();
    const read = database.snapshot((connection) => readNews(connection, lineage, position, includeRecovered));
    for (const change of read.changes) {
      if (signal?.aborted) return;
      metrics.count('threadloom_subscription_changes_total', { kind: change.kind });
      yield change;
      position = decodeChangePosition(change.position, threadId);
    }
    if (read.stale) {
      lineage = await prepareThread(projector, threadId);
      position = database.snapshot((connection) => headPosition(connection, lineage));
      metrics.count('threadloom_subscription_changes_total', { kind: 'reset' });
      yield { kind: 'reset', reason: read.stale, position: encodeChangePosition(position) };
    } else if (read.changes.length < CHANGES_A_READ) await watcher.wait(read.file, signal);
  }
}

interface News {
  changes: ThreadChange[];
  stale: 'rebuilt' | 'reverted' | null;
  file: WatchedFile;
}

function readNews(
  connection: Database.Database,
  lineage: ThreadLineage,
  position: ChangePosition,
  includeRecovered: boolean | undefined,
): News {
  const thread = findThread(connection, lineage.threadId);
  if (thread === null) throw threadNotFound(lineage.threadId);
  const rolloutId = lineage.segments.at(-1)?.rolloutId ?? thread.rollout_id;
  const stale = thread.rollout_id !== rolloutId ? 'reverted' : whyStale(connection, lineage, position);
  return {
    changes: stale
      ? []
      : listChanges(connection, lineage, position, { limit: CHANGES_A_READ, includeRecovered }),
    stale,
    file: watchedFile(connection, rolloutId),
  };
}

function watchedFile(connection: Database.Database, rolloutId: string): WatchedFile {
  const checkpoint = readCheckpoint(connection, rolloutId);
  const rollout = findRollout(connection, rolloutId);
  return {
    rolloutId,
    // The inventory names the plain file even where a compressed one stands for it; that one does not grow.
    path: rollout?.path ?? null,
    projected:
      checkpoint &&
      describeState(checkpoint.source_size, checkpoint.source_mtime_ns, checkpoint.source_inode),
  };
}
