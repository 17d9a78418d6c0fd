/**
 * Looks a Codex home over: rollouts, Codex's rows of them, its index, its databases and locks. Changes nothing and takes no
 * lock; what a finding means is in `finding-kinds.ts`, and mending is for the repair.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { HistoryDatabase } from '../../store/open-history-database.js';
import { PEER_HISTORY_FILE } from '../../store/peer/peer-history-schema.js';
import { PEER_INDEX_FILE, readPeerEntries } from '../../store/peer/peer-threads.js';
import { type DoctorFinding, finding } from './finding.js';
import { type DatabaseUse, lookAtDatabases } from './home-databases.js';
import { examineProjections } from './home-projections.js';
import { type HomeRollout, listHomeRollouts } from './home-rollouts.js';
import { indexFindings } from './index-findings.js';
import { keptFindings } from './kept-findings.js';
import { lookAtLocks } from './locks.js';
import { lookAtRolloutFolders, type RolloutUse } from './rollout-folders.js';

export interface ExamineHomeOptions {
  /** The Codex home, absolute. */
  home: string;
  /** Unix milliseconds. */
  now: () => number;
  /** Ours, for what it remembers of files that changed. */
  database?: HistoryDatabase | undefined;
  /** Only what concerns these threads, whose rows are compared in any case. */
  threadIds?: ReadonlySet<string> | undefined;
  /** Folds every paginated rollout and checks databases of any size. */
  deep?: boolean | undefined;
  onProgress?: ((progress: ExaminationProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface ExaminationProgress {
  rolloutsDone: number;
  rollouts: number;
  bytesRead: number;
}

export interface HomeExamination {
  home: string;
  findings: DoctorFinding[];
  checked: {
    rollouts: number;
    /** Rollouts that were read from end to end and compared with Codex's rows. */
    compared: number;
    /** Rollouts that were left out, because a process writes them. */
    beingWritten: number;
    databases: number;
  };
  disk: RolloutUse & { databases: DatabaseUse[] };
  durationMs: number;
}

/** @throws what the file system or SQLite throws for a home that cannot be looked at at all */
export async function examineHome(options: ExamineHomeOptions): Promise<HomeExamination> {
  const { home, now, deep = false, threadIds, database } = options;
  const started = now();
  const wanted = (threadId: string | null): boolean =>
    threadIds === undefined || (threadId !== null && threadIds.has(threadId));
  const listed = listHomeRollouts(home);
  const rollouts = listed.rollouts.filter(({ threadId }) => wanted(threadId));
  const databases = lookAtDatabases(home, { deep });
  const locks = lookAtLocks(home, now());
  const folders = lookAtRolloutFolders(home);
  const projections = await examineProjections({
    ...options,
    rollouts,
    held: locks.held,
    corrupt: databases.corrupt.has(join(home, PEER_HISTORY_FILE)),
  });
  const entries = databases.corrupt.has(join(home, PEER_INDEX_FILE)) ? null : readPeerEntries(home);
  const kept = database ? keptFindings(database, { home, except: projections.read, threadIds }) : [];
  const all = [
    ...databases.findings,
    ...projections.findings,
    ...pendingMigrations(home),
    ...(entries === null ? [] : indexFindings(entries, listed.rollouts, [...projections.findings, ...kept])),
    ...kept,
    ...listed.findings,
    ...folders.findings,
    ...legacyThreads(rollouts),
    ...locks.findings,
  ];
  return {
    home,
    findings: threadIds === undefined ? all : all.filter((found) => wanted(found.threadId)),
    checked: {
      rollouts: rollouts.length,
      compared: projections.read.size,
      beingWritten: projections.beingWritten,
      databases: databases.databases.length,
    },
    disk: { ...folders.use, databases: databases.databases },
    durationMs: now() - started,
  };
}

function legacyThreads(rollouts: readonly HomeRollout[]): DoctorFinding[] {
  const legacy = rollouts.filter(({ head }) => head.format === 'enveloped' && head.historyMode === 'legacy');
  const threads = new Set(legacy.map(({ threadId }) => threadId));
  const [only] = threads.size === 1 ? threads : [];
  return threads.size === 0 ? [] : [finding('legacy-threads', { threadId: only }, { threads: threads.size })];
}

function pendingMigrations(home: string): DoctorFinding[] {
  const folder = join(home, 'rollout-migrations');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const threadId = /^([0-9a-f-]{36})\.pending$/i.exec(name)?.[1]?.toLowerCase();
    return threadId === undefined
      ? []
      : [finding('pending-migration', { threadId, path: join(folder, name) })];
  });
}
