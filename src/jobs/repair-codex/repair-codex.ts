/**
 * Makes Codex's own projection, `thread_history_1.sqlite`, agree with the rollouts again. Only says what it would do unless told
 * to do it. The rollouts are never changed.
 */
import { join } from 'node:path';
import { type FileSystem, fileSystem } from '../../files/file-system.js';
import type { TryLock } from '../../files/flock.js';
import { RolloutError } from '../../rollout/index.js';
import { acquireWriterLock } from '../../rollout/writing/writer-lock.js';
import { checkPeerDatabase } from '../../store/peer/check-peer-database.js';
import { openPeerHistory, type PeerHistory } from '../../store/peer/peer-history.js';
import { PEER_HISTORY_FILE } from '../../store/peer/peer-history-schema.js';
import { StoreError } from '../../store/store-error.js';
import { type HomeRollout, listHomeRollouts, sourceOfRollout } from '../doctor/home-rollouts.js';
import { lookAtLocks } from '../doctor/locks.js';
import { openRolloutFolds } from '../doctor/rollout-folds.js';
import { suspectProjection } from '../doctor/suspect-projection.js';
import { HistoryRewriter } from './history-rewriter.js';
import { type CodexRepair, noRepairs, type RepairTotals, type RolloutRepair } from './repair-report.js';
import { heldRepair, repairRollout } from './repair-rollout.js';
import { setAside } from './set-aside.js';

export interface RepairCodexOptions {
  /** The Codex home, absolute. */
  home: string;
  /** Unix milliseconds. */
  now: () => number;
  /** Of this process. */
  processId: number;
  /** Does it; only says what would be done unless told. */
  apply?: boolean | undefined;
  /** Only these threads, whose rollouts are then compared whatever they look like; all unless told. */
  threadIds?: ReadonlySet<string> | undefined;
  /** Compares every rollout, not only those that look wrong without. */
  deep?: boolean | undefined;
  /** Also repairs where Codex has rows that the file does not hold any more; the backup keeps them. */
  acceptLoss?: boolean | undefined;
  signal?: AbortSignal | undefined;
  /** Told of each rollout that was not right. */
  onReport?: ((repair: RolloutRepair) => void | Promise<void>) | undefined;
  onProgress?:
    | ((progress: { rolloutsDone: number; rollouts: number; bytesRead: number }) => void)
    | undefined;
  fs?: FileSystem | undefined;
  tryLock?: TryLock | undefined;
}

/**
 * Repairs what of a home is wrong. A rollout that fails is reported, and the others go on; one whose thread a process
 * writes is left alone.
 * @throws whatever the file system or SQLite throws outside of single rollouts; each rollout is repaired wholly or not at all
 */
export async function repairCodex(options: RepairCodexOptions): Promise<CodexRepair> {
  const { home, now } = options;
  const started = now();
  const path = join(home, PEER_HISTORY_FILE);
  const totals = noRepairs();
  const place = { home, path, totals };
  const opened = openPeerHistory(path);
  if (opened.kind === 'missing') return { ...place, status: 'no_database' };
  const peer = opened.kind === 'open' ? opened.history : null;
  try {
    const health = checkPeerDatabase(path);
    if (peer === null || health.kind === 'corrupt') {
      peer?.close();
      const found = opened.kind === 'corrupt' ? opened : health;
      const reason = 'reason' in found ? found.reason : 'it cannot be read';
      return { ...place, ...corruptDatabase(options, path, reason) };
    }
    if (peer.schema.kind !== 'known') {
      return { ...place, status: 'unknown_schema', age: peer.schema.kind, found: peer.schema.found };
    }
    const backup = await repairAll(options, peer, totals);
    totals.durationMs = now() - started;
    return { ...place, status: options.signal?.aborted ? 'stopped' : 'done', backup };
  } finally {
    peer?.close();
  }
}

function corruptDatabase(
  { home, now, apply = false, processId, fs = fileSystem }: RepairCodexOptions,
  path: string,
  reason: string,
) {
  if (!apply) return { status: 'corrupt', reason } as const;
  const moved = setAside({ fs, home, path, processId, now: now() });
  if ('processes' in moved) return { status: 'in_use', reason, processes: moved.processes } as const;
  return { status: 'set_aside', reason, movedTo: moved.movedTo } as const;
}

/** @returns where the backup lies; null where nothing was written */
async function repairAll(
  options: RepairCodexOptions,
  peer: PeerHistory,
  totals: RepairTotals,
): Promise<string | null> {
  const { home, now, apply = false, signal, onProgress, onReport, fs = fileSystem } = options;
  const rewriter = new HistoryRewriter({ fs, home, now });
  const rollouts = listHomeRollouts(home).rollouts.filter((rollout) => isWanted(options, rollout));
  const held = apply ? new Map() : lookAtLocks(home, now()).held;
  const folds = await openRolloutFolds();
  const projections = peer.projections();
  try {
    for (const [rolloutsDone, rollout] of rollouts.entries()) {
      if (signal?.aborted) break;
      onProgress?.({ rolloutsDone, rollouts: rollouts.length, bytesRead: folds.bytesRead });
      const source = sourceOfRollout(rollout);
      if (source === null) continue;
      const { threadId, rolloutId } = rollout;
      const projection = projections.get(rolloutId);
      totals.rollouts++;
      const work = {
        ...{ rollout, source, projection, peer, folds },
        acceptLoss: options.acceptLoss ?? false,
        lock: apply ? () => acquireWriterLock({ ...lockPort(options), home, threadId, now }) : null,
        replace: (examined: Parameters<typeof rewriter.replace>[1]) => rewriter.replace(rolloutId, examined),
      };
      const repair = await tolerating(work, () => {
        if (!looksWrong(options, work)) return Promise.resolve(null);
        if (held.has(threadId)) return Promise.resolve(heldRepair(work, 'a process writes this thread'));
        return repairRollout(work);
      });
      totals[repair?.status ?? 'sound']++;
      if (repair !== null) await onReport?.(repair);
    }
    return rewriter.backupPath;
  } finally {
    folds.close();
    rewriter.close();
  }
}

function isWanted({ threadIds }: RepairCodexOptions, { threadId }: HomeRollout): boolean {
  return threadIds === undefined || threadIds.has(threadId);
}

function looksWrong(
  { deep = false, threadIds }: RepairCodexOptions,
  { rollout, projection }: Parameters<typeof repairRollout>[0],
): boolean {
  return deep || threadIds !== undefined || suspectProjection(rollout, projection).suspicious;
}

function lockPort({ fs, tryLock }: RepairCodexOptions): { fs?: FileSystem; tryLock?: TryLock } {
  return { ...(fs && { fs }), ...(tryLock && { tryLock }) };
}

/** One rollout that cannot be read or written does not keep the others waiting. */
async function tolerating(
  work: Pick<Parameters<typeof repairRollout>[0], 'rollout' | 'projection'>,
  repair: () => Promise<RolloutRepair | null>,
): Promise<RolloutRepair | null> {
  try {
    return await repair();
  } catch (error) {
    if (!(error instanceof RolloutError) && !(error instanceof StoreError)) throw error;
    // Gone or moved since the folder was listed.
    if (error.code === 'not_found') return null;
    return { ...heldRepair(work, error.message), status: 'failed' };
  }
}
