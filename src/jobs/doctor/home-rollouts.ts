/** The rollouts of a home with what their heads say: what every other examination goes by. Reads no further than the heads. */
import type { RolloutSource } from '../../projector/rollout-source.js';
import {
  discoverRollouts,
  RolloutError,
  type RolloutFile,
  type RolloutHead,
  readRolloutHead,
  statRollout,
} from '../../rollout/index.js';
import { type DoctorFinding, finding } from './finding.js';

/** A rollout that can be read, of a canonical name. */
export interface HomeRollout {
  file: RolloutFile;
  threadId: string;
  rolloutId: string;
  /** Bytes on disk. */
  size: number;
  head: RolloutHead;
}

export interface HomeRollouts {
  rollouts: HomeRollout[];
  /** Files that are no such rollouts. */
  findings: DoctorFinding[];
}

/** Looks at every rollout of a home, newest first. */
export function listHomeRollouts(home: string): HomeRollouts {
  const found: HomeRollouts = { rollouts: [], findings: [] };
  const refuse = (path: string, reason: string): void => {
    found.findings.push(finding('unreadable-rollout', { path }, { reason }));
  };
  for (const file of discoverRollouts({ home, onRefused: ({ path, reason }) => refuse(path, reason) })) {
    try {
      look(file, found);
    } catch (error) {
      // Gone or moved since the folder was listed.
      if (!(error instanceof RolloutError)) throw error;
      if (error.code !== 'not_found') refuse(file.path, error.message);
    }
  }
  return found;
}

/** What the projector needs to know of a paginated rollout; null for others, which Codex has no rows of. */
export function sourceOfRollout({ file, threadId, rolloutId, head }: HomeRollout): RolloutSource | null {
  if (head.format !== 'enveloped' || head.historyMode !== 'paginated') return null;
  return {
    rolloutId,
    threadId,
    path: file.path,
    reducer: 'canonical',
    initialOrdinal: head.meta?.history_base?.end_ordinal_exclusive ?? 0,
    subagentStartOrdinal: head.meta?.subagent_history_start_ordinal ?? null,
  };
}

function look(file: RolloutFile, { rollouts, findings }: HomeRollouts): void {
  const { path, threadId, rolloutId } = file;
  const { size } = statRollout(file);
  if (size === 0) {
    findings.push(finding('empty-rollout', { threadId, rolloutId, path }));
    return;
  }
  if (threadId === null || rolloutId === null) {
    findings.push(finding('copied-rollout', { path }));
    return;
  }
  const head = readRolloutHead(file);
  if (head.format === 'unrecognised' || head.format === 'empty') {
    const reason = 'no line of it is a record.';
    findings.push(finding('unreadable-rollout', { threadId, rolloutId, path }, { reason }));
    return;
  }
  rollouts.push({ file, threadId, rolloutId, size, head });
}
