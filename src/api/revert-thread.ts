/**
 * Reverts threads: a thread goes on from before one of its turns, in a further rollout. What came after stays in the log,
 * for forks that were made of it, and is no longer part of the thread.
 */
import type { RolloutRecord } from '../events/record/rollout-record.js';
import { SessionMeta } from '../events/record/session-meta.js';
import type { ThreadLineage } from '../projector/thread-lineage.js';
import { readRolloutHead } from '../rollout/index.js';
import { newRolloutPath } from '../rollout/writing/new-rollout-path.js';
import { writeNewRollout } from '../rollout/writing/write-new-rollout.js';
import { changePeerThreads } from '../store/peer/peer-threads.js';
import { findRollout, findThreadRollouts, type RolloutRow } from '../store/rollouts.js';
import { findThread } from '../store/threads.js';
import { type ForkPoint, findForkPoint } from './fork-boundary.js';
import { HistoryError } from './history-error.js';
import { revertMeta } from './lineage-meta.js';
import { prepareThread } from './prepare-thread.js';
import { shareHistory } from './share-history.js';
import { findThreadSettings, settingsRecord } from './thread-settings.js';
import type { ThreadStoreContext } from './thread-store-options.js';
import { withThreadsAlone } from './thread-upkeep.js';

/** Where a reverted thread goes on. */
export interface RevertedThread {
  rolloutId: string;
  path: string;
}

/** What is asked for. */
export interface RevertThreadOptions {
  threadId: string;
  /** The first turn that is taken away. */
  beforeTurnId: string;
}

/**
 * Looks whether a thread can be reverted, without changing anything.
 *
 * @throws HistoryError as `revertThread`, save for what only shows when the thread is had alone
 */
export async function checkRevert(context: ThreadStoreContext, options: RevertThreadOptions): Promise<void> {
  const lineage = await prepareThread(context.projector, options.threadId);
  refuseOtherThanPaginated(lineage);
  findPoint(context, lineage, options.beforeTurnId);
}

/**
 * Has a thread go on from before a turn. Writers of the thread in this process are closed first.
 *
 * Where Codex keeps an index of its threads beside the log, the index is told in the same step, and only if it still names
 * the rollout that was reverted: Codex takes it for the truth (spec projection §8).
 *
 * @throws HistoryError `thread_not_found`; `invalid_request` for a legacy or archived thread and for a turn that is not
 *   there; `conflict` when another process writes the thread, or has it go on elsewhere. Nothing was changed then
 */
export async function revertThread(
  context: ThreadStoreContext,
  { threadId, beforeTurnId }: RevertThreadOptions,
): Promise<RevertedThread> {
  await checkRevert(context, { threadId, beforeTurnId });
  return withThreadsAlone(context, [threadId], async () => {
    const { from, meta, records } = await describeRevert(context, { threadId, beforeTurnId });
    if (meta.history_base) shareHistory(context, meta.history_base.thread_id);
    const reverted = write(context, { from, meta, records });
    if (await isCurrent(context, threadId, reverted)) return reverted;
    context.fs.unlinkSync(reverted.path);
    await prepareThread(context.projector, threadId);
    throw goesOnElsewhere(threadId);
  });
}

async function isCurrent(
  { projector, database }: ThreadStoreContext,
  threadId: string,
  { rolloutId }: RevertedThread,
): Promise<boolean> {
  await prepareThread(projector, threadId);
  return findThread(database.reader, threadId)?.rollout_id === rolloutId;
}

/** Looks again: whoever held the thread may have gone on writing it until now. */
async function describeRevert(
  context: ThreadStoreContext,
  { threadId, beforeTurnId }: RevertThreadOptions,
): Promise<RolloutToWrite> {
  const { database, projector, cliVersion, now } = context;
  const lineage = await prepareThread(projector, threadId);
  refuseOtherThanPaginated(lineage);
  const from = currentRollout(context, threadId);
  const source = readMeta(from);
  const { base } = findPoint(context, lineage, beforeTurnId);
  const { settings, multiAgentVersion } = findThreadSettings(projector, lineage, source);
  const older = findThreadRollouts(database.reader, threadId)
    .reverse()
    .flatMap(({ meta_json }) => SessionMeta.safeParse(JSON.parse(meta_json)).data ?? []);
  return {
    from,
    meta: revertMeta({ source, older, base, multiAgentVersion, cliVersion, now: now() }),
    records: settings ? [settingsRecord(threadId, settings)] : [],
  };
}

interface RolloutToWrite {
  from: RolloutRow;
  meta: SessionMeta;
  records: RolloutRecord[];
}

/** File and index change together; a process that ends in between leaves a file that nobody's index names. */
function write(context: ThreadStoreContext, { from, meta, records }: RolloutToWrite): RevertedThread {
  const { fs, now } = context;
  const { home, thread_id: threadId } = from;
  const rolloutId = context.newId();
  const path = newRolloutPath({ home, threadId, rolloutId, now: now() });
  changePeerThreads(home, (peer) => {
    const told = peer?.redirect(threadId, { from: from.path, to: path });
    if (told === 'conflict') throw goesOnElsewhere(threadId);
    writeNewRollout({ path, meta, records, fs, now });
  });
  return { rolloutId, path };
}

function findPoint({ database }: ThreadStoreContext, lineage: ThreadLineage, turnId: string): ForkPoint {
  return database.snapshot((connection) => findForkPoint(connection, lineage, { kind: 'before', turnId }));
}

function currentRollout({ database }: ThreadStoreContext, threadId: string): RolloutRow {
  const thread = findThread(database.reader, threadId);
  const row = thread && findRollout(database.reader, thread.rollout_id);
  if (!row || thread.source_gone === 1) {
    throw new HistoryError(
      'invalid_request',
      `the file of thread ${threadId} is gone; it cannot be reverted`,
    );
  }
  return row;
}

function readMeta(row: RolloutRow): SessionMeta {
  const { meta } = readRolloutHead(row);
  if (meta) return meta;
  throw new HistoryError('invalid_request', `rollout ${row.path} has no session_meta to go on from`);
}

function refuseOtherThanPaginated({ threadId, historyMode, archived }: ThreadLineage): void {
  if (historyMode === 'legacy') {
    throw new HistoryError('invalid_request', 'thread/revert only supports paginated threads');
  }
  if (archived) {
    throw new HistoryError(
      'invalid_request',
      `thread ${threadId} is archived; unarchive it before reverting it`,
    );
  }
}

function goesOnElsewhere(threadId: string): HistoryError {
  return new HistoryError('conflict', `thread ${threadId} goes on elsewhere by now; read it and try again`);
}
