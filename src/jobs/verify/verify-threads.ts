/**
 * Verifies threads: proves their rows against their files, several rollouts at a time, and records what was proved. A
 * rollout that fails or differs does not keep the others waiting.
 */
import type { Projector } from '../../projector/projector.js';
import type { HistoryDatabase } from '../../store/open-history-database.js';
import { removeProof, writeProof } from '../../store/proofs.js';
import { databaseIdentity } from '../../store/recovery/database-identity.js';
import { findAllTasks, findThreadTasks, type SizedTask } from './find-verify-tasks.js';
import { lookAtInventory, ToldInventory } from './inventory-differences.js';
import { verifyHere } from './rollout-verifiers.js';
import { startVerifiers } from './verifier-threads.js';
import {
  addVerdict,
  noVerifyTotals,
  type RolloutVerdict,
  type VerifyTotals,
  verdict,
} from './verify-report.js';

export interface VerifyThreadsOptions {
  database: HistoryDatabase;
  projector: Projector;
  /** Unix milliseconds. */
  now: () => number;
  /** Only these, with whatever their histories continue; everything that is known or has rows when absent. */
  threadIds?: readonly string[] | undefined;
  /** Projects each rollout to the end of its file first. */
  project?: boolean | undefined;
  /** Rollouts that are being verified then are left. */
  signal?: AbortSignal | undefined;
  /** Told of each rollout when it has come to its end. */
  onVerdict?: ((verdict: RolloutVerdict) => void | Promise<void>) | undefined;
  onProgress?: ((progress: VerifyProgress) => void) | undefined;
}

/** How far the work has come. Bytes are of files on disk, so that their total is known beforehand. */
export interface VerifyProgress {
  rolloutsDone: number;
  rollouts: number;
  bytesDone: number;
  bytes: number;
  /** Plain text read, more than `bytesDone` where files are compressed. */
  bytesRead: number;
}

/** Less text than this is read before other threads are started. */
const WORTH_THREADS_BYTES = 4 * 1024 * 1024;

/** Verifies; the totals are of the rollouts that came to an end. */
export async function verifyThreads(options: VerifyThreadsOptions): Promise<VerifyTotals> {
  const { database, projector, now, threadIds, signal } = options;
  const started = now();
  projector.takeInventory();
  const known =
    threadIds === undefined ? findAllTasks(database.reader) : findThreadTasks(database.reader, threadIds);
  const { differences, described } = lookAtInventory({
    database,
    projector,
    threadIds: threadIds && new Set([...threadIds, ...known.map(({ threadId }) => threadId)]),
  });
  const inventory = new ToldInventory(differences, known);
  const tasks = [...known, ...inventory.strays];
  for (const task of tasks) task.described = described.get(task.rolloutId);
  const totals = noVerifyTotals();
  const bytes = tasks.reduce((sum, task) => sum + task.bytes, 0);
  const several = tasks.filter((task) => task.bytes > 0).length > 1 && bytes >= WORTH_THREADS_BYTES;
  const verifiers = await (several ? startVerifiers : verifyHere)({
    databasePath: database.reader.name,
    now,
  });
  const stop = (): void => verifiers.stop();
  signal?.addEventListener('abort', stop);
  const { identity } = database;
  const track = trackProgress(options, tasks);
  const queue = [...tasks];
  let failed = false;
  const work = async (): Promise<void> => {
    for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
      if (failed || signal?.aborted) return;
      const running = task;
      // Small rollouts wait for nothing, and signals and other work of this process would wait for all of them.
      await new Promise((resolve) => setImmediate(resolve));
      try {
        const judged =
          (await catchUp(options, task)) ??
          (await verifiers.verify(task, (bytesRead) => track.running(running, bytesRead)));
        if (judged === null) return;
        const found = inventory.complete(judged);
        track.done(running, found);
        if (isSameDatabase(database, identity)) record(options, found);
        addVerdict(totals, found);
        await options.onVerdict?.(found);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  try {
    const ends = await Promise.allSettled(Array.from({ length: verifiers.size }, work));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  } finally {
    signal?.removeEventListener('abort', stop);
    await verifiers.close();
  }
  totals.durationMs = now() - started;
  return totals;
}

/** Null when there is something to verify then. */
async function catchUp(
  { projector, project }: VerifyThreadsOptions,
  task: SizedTask,
): Promise<RolloutVerdict | null> {
  if (!project || task.file === null) return null;
  try {
    await projector.projectRolloutId(task.rolloutId);
    return null;
  } catch (error) {
    return verdict(task, 'failed', null, error instanceof Error ? error.message : String(error));
  }
}

/** Rows of a database that took the place of the one that was read are not proved by that. */
function isSameDatabase(database: HistoryDatabase, identity: string | null): boolean {
  if (database.readOnly !== null) return false;
  return database.identity === identity && databaseIdentity(database.path) === identity;
}

/** What was proved stays known, with the place up to which it was; what differs takes back an older proof. */
function record({ database, now }: VerifyThreadsOptions, found: RolloutVerdict): void {
  const { rolloutId, status, compared } = found;
  if (status === 'differs') {
    database.transaction((connection) => removeProof(connection, rolloutId));
  } else if (compared !== null) {
    database.transaction((connection) =>
      writeProof(connection, {
        thread_id: rolloutId,
        byte_offset: compared.byteOffset,
        next_ordinal: compared.nextOrdinal,
        tail_digest: compared.tailDigest,
        rows_digest: compared.rowsDigest,
        projector_version: compared.projectorVersion,
        proved_at_ms: now(),
      }),
    );
  }
}

function trackProgress({ onProgress }: VerifyThreadsOptions, tasks: readonly SizedTask[]) {
  const running = new Map<SizedTask, number>();
  const progress: VerifyProgress = {
    rolloutsDone: 0,
    rollouts: tasks.length,
    bytesDone: 0,
    bytes: tasks.reduce((sum, task) => sum + task.bytes, 0),
    bytesRead: 0,
  };
  const tell = (): void => {
    let { bytesDone, bytesRead } = progress;
    for (const [task, read] of running) {
      bytesDone += Math.min(read, task.bytes);
      bytesRead += read;
    }
    onProgress?.({ ...progress, bytesDone, bytesRead });
  };
  tell();
  return {
    running(task: SizedTask, bytesRead: number): void {
      running.set(task, bytesRead);
      tell();
    },
    done(task: SizedTask, { bytesRead }: RolloutVerdict): void {
      running.delete(task);
      progress.rolloutsDone++;
      progress.bytesDone += task.bytes;
      progress.bytesRead += bytesRead;
      tell();
    },
  };
}
