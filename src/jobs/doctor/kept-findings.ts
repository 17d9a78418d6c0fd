/**
 * What our own database knows of the rollouts of a home: files that shrank or went since they were projected, and lines that
 * could not be read.
 */
import { listDiagnostics } from '../../store/diagnostics.js';
import { listProjectedRollouts } from '../../store/list-projected-rollouts.js';
import type { HistoryDatabase } from '../../store/open-history-database.js';
import { hasKnownItems } from '../../store/unrecognised-formats.js';
import { type DoctorFinding, finding } from './finding.js';
import type { FindingKind } from './finding-kinds.js';
import { lineFindings } from './line-findings.js';

const MOST_DIAGNOSTICS = 1_000;

/**
 * @param except rollouts that were read afresh, whose lines need not be told from memory
 * @param threadIds only of these; of all unless told
 */
export function keptFindings(
  database: HistoryDatabase,
  {
    home,
    except,
    threadIds,
  }: { home: string; except: ReadonlySet<string>; threadIds?: ReadonlySet<string> | undefined },
): DoctorFinding[] {
  return database.snapshot((connection) => {
    return listProjectedRollouts(connection, home)
      .filter(({ threadId }) => threadIds === undefined || threadIds.has(threadId))
      .flatMap(({ rolloutId, threadId, path, sourceGone }) => {
        const place = { threadId, rolloutId, path };
        const kind = GONE[sourceGone ?? ''];
        const gone = kind === undefined ? [] : [finding(kind, place)];
        if (except.has(rolloutId)) return gone;
        const diagnostics = listDiagnostics(connection, rolloutId, MOST_DIAGNOSTICS);
        return [...gone, ...lineFindings(diagnostics, place, hasKnownItems(connection, rolloutId))];
      });
  });
}

const GONE: Readonly<Record<string, FindingKind>> = {
  shrank: 'rollout-shrank',
  vanished: 'rollout-vanished',
};
