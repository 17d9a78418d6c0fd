/**
 * Codex's rows of all rollouts of a home, examined one rollout after the other: those that look wrong without a fold, or all of
 * them where that is asked for.
 */
import { join } from 'node:path';
import { RolloutError } from '../../rollout/index.js';
import { openPeerHistory, type PeerHistory, type PeerProjection } from '../../store/peer/peer-history.js';
import { PEER_HISTORY_FILE } from '../../store/peer/peer-history-schema.js';
import type { ExamineHomeOptions } from './examine-home.js';
import { examineProjection } from './examine-projection.js';
import { type DoctorFinding, finding } from './finding.js';
import { type HomeRollout, sourceOfRollout } from './home-rollouts.js';
import { lineFindings } from './line-findings.js';
import { openRolloutFolds, type RolloutFolds } from './rollout-folds.js';
import { type ProjectionSuspicion, suspectProjection } from './suspect-projection.js';

export interface ExaminedProjections {
  findings: DoctorFinding[];
  /** Ids of rollouts that were read to their end. */
  read: Set<string>;
  beingWritten: number;
}

export interface ExamineProjectionsOptions extends ExamineHomeOptions {
  rollouts: readonly HomeRollout[];
  /** Threads that are being written: both sides of a comparison would move. */
  held: ReadonlyMap<string, unknown>;
  /** Codex's history database is known not to be readable. */
  corrupt: boolean;
}

export async function examineProjections(options: ExamineProjectionsOptions): Promise<ExaminedProjections> {
  const { home, rollouts, corrupt, threadIds } = options;
  const path = join(home, PEER_HISTORY_FILE);
  const result: ExaminedProjections = { findings: [], read: new Set(), beingWritten: 0 };
  const opened = corrupt ? null : openPeerHistory(path);
  const peer = opened?.kind === 'open' ? opened.history : null;
  try {
    if (peer !== null && peer.schema.kind !== 'known') {
      result.findings.push(finding('database-of-other-version', { path }, { found: peer.schema.found }));
    }
    await examineAll(options, peer?.schema.kind === 'known' ? peer : null, result);
    const paginated = rollouts.filter((rollout) => sourceOfRollout(rollout) !== null).length;
    if (opened?.kind === 'missing' && paginated > 0 && threadIds === undefined) {
      result.findings.push(finding('no-history-database', { path }, { rollouts: paginated }));
    }
    return result;
  } finally {
    peer?.close();
  }
}

async function examineAll(
  options: ExamineProjectionsOptions,
  peer: PeerHistory | null,
  result: ExaminedProjections,
): Promise<void> {
  const { rollouts, held, threadIds, signal, onProgress } = options;
  const projections = peer?.projections() ?? new Map<string, PeerProjection>();
  const folds = await openRolloutFolds();
  try {
    for (const [rolloutsDone, rollout] of rollouts.entries()) {
      if (signal?.aborted) return;
      onProgress?.({ rolloutsDone, rollouts: rollouts.length, bytesRead: folds.bytesRead });
      if (held.has(rollout.threadId)) {
        result.beingWritten++;
        continue;
      }
      const projection = projections.get(rollout.rolloutId);
      await unlessUnreadable(rollout, result, () =>
        examineRollout(options, { rollout, projection, peer, folds, result }),
      );
    }
    if (threadIds !== undefined) return;
    const here = new Set(rollouts.map(({ rolloutId }) => rolloutId));
    for (const rolloutId of projections.keys()) {
      if (!here.has(rolloutId)) result.findings.push(finding('rows-without-rollout', { rolloutId }));
    }
  } finally {
    folds.close();
  }
}

interface RolloutWork {
  rollout: HomeRollout;
  projection: PeerProjection | undefined;
  peer: PeerHistory | null;
  folds: RolloutFolds;
  result: ExaminedProjections;
}

async function examineRollout(
  { deep = false, threadIds }: ExamineHomeOptions,
  { rollout, projection, peer, folds, result }: RolloutWork,
): Promise<void> {
  const suspicion = suspectProjection(rollout, projection);
  result.findings.push(...endFindings(rollout, suspicion));
  const source = sourceOfRollout(rollout);
  if (peer === null || source === null) return;
  const everything = deep || threadIds !== undefined;
  if (!everything && !suspicion.suspicious) return;
  if (!everything && projection === undefined) {
    // That there is nothing needs no fold.
    result.findings.push(finding('not-projected', placeOf(rollout)));
    return;
  }
  const examined = await examineProjection({ rollout, source, suspicion, peer, folds });
  if (examined === null) return;
  result.read.add(rollout.rolloutId);
  const { diagnostics, hasItems } = examined.fold;
  result.findings.push(...examined.findings, ...lineFindings(diagnostics, placeOf(rollout), hasItems));
}

/** A file that went since it was listed is nobody's fault. */
async function unlessUnreadable(
  rollout: HomeRollout,
  { findings }: ExaminedProjections,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof RolloutError)) throw error;
    if (error.code === 'not_found') return;
    findings.push(finding('unreadable-rollout', placeOf(rollout), { reason: error.message }));
  }
}

/** What the last lines of a plain rollout say. */
function endFindings(rollout: HomeRollout, { end }: ProjectionSuspicion): DoctorFinding[] {
  if (end === null) return [];
  const place = placeOf(rollout);
  const found: DoctorFinding[] = [];
  if (end.tornBytes > 0) found.push(finding('torn-tail', place, { bytes: end.tornBytes }));
  const start = rollout.head.meta?.subagent_history_start_ordinal ?? null;
  if (start !== null && start > 0 && end.nextOrdinal !== null && end.nextOrdinal <= start) {
    found.push(finding('subagent-without-history', place, { start, last: end.nextOrdinal - 1 }));
  }
  return found;
}

function placeOf({ threadId, rolloutId, file }: HomeRollout) {
  return { threadId, rolloutId, path: file.path };
}
