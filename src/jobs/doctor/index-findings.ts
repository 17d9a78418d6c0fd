/** Codex's index of threads against the files: entries without a file, files without an entry, modes that differ. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { toCompressedPath } from '../../rollout/index.js';
import type { PeerEntry } from '../../store/peer/peer-threads.js';
import { type DoctorFinding, type FindingPlace, finding } from './finding.js';
import type { HomeRollout } from './home-rollouts.js';

/**
 * @param entries of the index
 * @param found in the files themselves
 */
export function indexFindings(
  entries: readonly PeerEntry[],
  rollouts: readonly HomeRollout[],
  found: readonly DoctorFinding[],
): DoctorFinding[] {
  const byThread = new Map<string, HomeRollout[]>();
  for (const rollout of rollouts) {
    const files = byThread.get(rollout.threadId);
    if (files) files.push(rollout);
    else byThread.set(rollout.threadId, [rollout]);
  }
  const known = new Set(entries.map(({ threadId }) => threadId.toLowerCase()));
  const missing = [...byThread].flatMap(([threadId, [newest]]) =>
    known.has(threadId) || newest === undefined || newest.head.format === 'bare'
      ? []
      : [missingEntry({ threadId, path: newest.file.path }, found)],
  );
  return [...entries.flatMap((entry) => entryFindings(entry, byThread)), ...missing];
}

/** Codex adds a thread by reading its files as text, and leaves it out when they are none. */
function missingEntry(place: FindingPlace, found: readonly DoctorFinding[]): DoctorFinding {
  const lines = found.reduce(
    (sum, { threadId, detail }) => (threadId === place.threadId ? sum + Number(detail.notUtf8 ?? 0) : sum),
    0,
  );
  return lines > 0 ? finding('index-refuses', place, { lines }) : finding('missing-from-index', place);
}

function entryFindings(entry: PeerEntry, byThread: ReadonlyMap<string, HomeRollout[]>): DoctorFinding[] {
  const threadId = entry.threadId.toLowerCase();
  const named = entry.rolloutPath;
  const files = byThread.get(threadId);
  if (!existsSync(named) && !existsSync(toCompressedPath(named))) {
    const [newest] = files ?? [];
    if (newest === undefined) return [finding('index-without-rollout', { threadId }, { named })];
    const moved = files?.find(({ file }) => basename(file.plainPath) === basename(named));
    const command = moved ? 'threadloom repair --codex --apply' : null;
    return [
      finding('index-file-missing', { threadId, path: (moved ?? newest).file.path }, { named, command }),
    ];
  }
  const current = files?.find(({ file }) => basename(file.plainPath) === basename(named));
  const differs = current?.head.historyMode === 'paginated' && entry.historyMode === 'legacy';
  if (current === undefined || !differs) return [];
  return [finding('index-history-mode', { threadId, path: current.file.path })];
}
