/**
 * Forks threads: a new thread that begins with another one's history. Of a paginated thread it refers to the history where
 * it lies, of a legacy one it holds a copy. The source may be running; what it writes from now on stays its own.
 */
import { interruption } from '../events/record/interruption.js';
import type { ThreadLineage } from '../projector/thread-lineage.js';
import { readLines, readRolloutHead } from '../rollout/index.js';
import { readCheckpoint } from '../store/checkpoint.js';
import { findTurnInSpan } from '../store/page-turns.js';
import { findRollout } from '../store/rollouts.js';
import { findThread } from '../store/threads.js';
import { type ForkBoundary, findForkPoint } from './fork-boundary.js';
import { describeFork, type ForkedThread, type ForkSource, writeFork } from './fork-rollout.js';
import { HistoryError } from './history-error.js';
import { copyLegacyRecords, turnNotInSource } from './legacy-copy.js';
import { prepareThread } from './prepare-thread.js';
import { spanOf } from './segment-span.js';
import { shareHistory } from './share-history.js';
import type { SettingsOverrides } from './thread-settings.js';
import type { ThreadStoreContext } from './thread-store-options.js';
import { noRollout } from './thread-upkeep.js';

const LATEST: ForkBoundary = { kind: 'latest' };

export interface ForkThreadOptions extends SettingsOverrides {
  /** The thread to fork. */
  threadId: string;
  /** Default: all of its history. */
  boundary?: ForkBoundary | undefined;
  /** A label of who or what wanted the fork. */
  threadSource?: string | undefined;
  /** Gives the fork up while it is being prepared. */
  signal?: AbortSignal | undefined;
}

/** A fork that only has to be written. Until one of the two is called the source can be neither moved nor removed. */
export interface PreparedFork {
  /** Writes the fork; it is on the disk when this returns. */
  commit(): ForkedThread;
  cancel(): void;
}

/**
 * Forks a thread.
 *
 * @throws HistoryError `thread_not_found`; `invalid_request` for an archived or broken source and for a boundary that is not
 *   there
 * @throws RolloutError when the fork cannot be written; then it does not exist
 */
export async function forkThread(
  context: ThreadStoreContext,
  options: ForkThreadOptions,
): Promise<ForkedThread> {
  const prepared = await prepareFork(context, options);
  const fork = prepared.commit();
  await prepareThread(context.projector, fork.threadId);
  return fork;
}

/** The first half of `forkThread`: what it begins with is settled, and appends to the source do not change that any more. */
export async function prepareFork(
  context: ThreadStoreContext,
  options: ForkThreadOptions,
): Promise<PreparedFork> {
  const lease = await context.leases.shared(options.threadId);
  try {
    const source = await readSource(context, options.threadId);
    options.signal?.throwIfAborted();
    const write =
      source.lineage.historyMode === 'paginated'
        ? preparePaginated(context, options, source)
        : prepareLegacy(context, options, source);
    return {
      commit() {
        try {
          return write();
        } finally {
          lease.release();
        }
      },
      cancel: () => lease.release(),
    };
  } catch (error) {
    lease.release();
    throw error;
  }
}

async function readSource(
  { database, projector }: ThreadStoreContext,
  threadId: string,
): Promise<ForkSource> {
  const lineage = await prepareThread(projector, threadId).catch((error) => {
    throw error instanceof HistoryError && error.code === 'thread_not_found' ? noRollout(threadId) : error;
  });
  if (lineage.archived) {
    throw new HistoryError(
      'invalid_request',
      `session ${threadId} is archived. Run \`codex unarchive ${threadId}\` to unarchive it first.`,
    );
  }
  const thread = findThread(database.reader, threadId);
  const row = thread && findRollout(database.reader, thread.rollout_id);
  const meta = row && thread.source_gone === 0 ? readRolloutHead(row).meta : null;
  if (!row || !meta) throw noRollout(threadId);
  return { lineage, row, meta };
}

function preparePaginated(
  context: ThreadStoreContext,
  options: ForkThreadOptions,
  source: ForkSource,
): () => ForkedThread {
  const { boundary = LATEST } = options;
  const point = context.database.snapshot((connection) =>
    findForkPoint(connection, source.lineage, boundary),
  );
  if (point.base) shareHistory(context, point.base.thread_id);
  const fork = describeFork(context, options, source, point.base);
  const end = point.cutOff ? interruption(point.cutOff, context.newId()) : [];
  return () => writeFork(context, fork, [...fork.settingsRecords, ...end]);
}

function prepareLegacy(
  context: ThreadStoreContext,
  options: ForkThreadOptions,
  source: ForkSource,
): () => ForkedThread {
  const { boundary = LATEST } = options;
  if (boundary.kind !== 'latest') refuseBoundary(context, source.lineage, boundary);
  const fork = describeFork(context, options, source, null);
  const checkpoint = readCheckpoint(context.database.reader, source.row.rollout_id);
  const end = checkpoint?.next_rollout_byte_offset ?? 0;
  return () => {
    const lines = linesUpTo(source.row.path, end);
    const copies = copyLegacyRecords({ lines, boundary, messageId: context.newId() });
    return writeFork(context, fork, chained(copies, fork.settingsRecords));
  };
}

/** Turns that were rolled back are in the log, and in no history. */
function refuseBoundary(
  { database }: ThreadStoreContext,
  { segments }: ThreadLineage,
  boundary: Exclude<ForkBoundary, { kind: 'latest' }>,
): void {
  const { turnId } = boundary;
  for (const segment of segments) {
    const turn = findTurnInSpan(database.reader, segment.rolloutId, turnId, spanOf(segment));
    if (!turn) continue;
    if (boundary.kind === 'before' || turn.status !== 'inProgress') return;
    throw new HistoryError('invalid_request', `lastTurnId '${turnId}' identifies an in-progress turn`);
  }
  throw turnNotInSource(boundary);
}

function* linesUpTo(path: string, end: number): Generator<Uint8Array, void, undefined> {
  for (const line of readLines({ path })) {
    if (line.end > end) return;
    if (line.bytes !== null) yield line.bytes;
  }
}

function* chained<Value>(...parts: Iterable<Value>[]): Generator<Value, void, undefined> {
  for (const part of parts) yield* part;
}
