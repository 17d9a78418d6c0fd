/**
 * Holds Codex's rows of one rollout against what its log gives, and says what is wrong with them. Changes nothing; the
 * repair goes by the same examination.
 */
import type { RolloutSource } from '../../projector/rollout-source.js';
import type { PeerCheckpoint, PeerHistory } from '../../store/peer/peer-history.js';
import { compareProjection, isSame, type ProjectionComparison } from './compare-projection.js';
import { type DoctorFinding, type FindingPlace, finding } from './finding.js';
import type { FindingKind } from './finding-kinds.js';
import type { HomeRollout } from './home-rollouts.js';
import type { Fold, RolloutFolds } from './rollout-folds.js';
import type { ProjectionSuspicion } from './suspect-projection.js';

export interface ExamineProjectionOptions {
  rollout: HomeRollout;
  source: RolloutSource;
  suspicion: ProjectionSuspicion;
  peer: PeerHistory;
  folds: RolloutFolds;
}

export interface ExaminedProjection {
  fold: Fold;
  /** All rows, whatever Codex has read so far. */
  comparison: ProjectionComparison;
  /** Turns and items that Codex has and the file does not hold any more. */
  lost: number;
  /** Empty when rows and checkpoint are those of the log. */
  findings: DoctorFinding[];
}

/**
 * Folds a rollout and compares.
 *
 * @returns null when its file is gone
 * @throws RolloutError for a file that cannot be read
 */
export async function examineProjection(
  options: ExamineProjectionOptions,
): Promise<ExaminedProjection | null> {
  const { source, suspicion, peer, folds } = options;
  const fold = await folds.fold(source);
  if (fold === null) return null;
  const { rolloutId } = source;
  const comparison = compareProjection({ fold, peer, rolloutId });
  const found = checkpointFinding(options, fold, comparison);
  const { checkpoint } = suspicion.projection;
  // Of a projection that lags or has nothing, only what it has read is to be judged further.
  const read =
    found === null || checkpoint === null
      ? comparison
      : compareProjection({ fold, peer, rolloutId, until: checkpoint.ordinal });
  const findings = found === null ? [] : [found];
  if (found === null || !EXPLAINS_ALL.has(found.kind)) findings.push(...rowFindings(options, read));
  return { fold, comparison, lost: comparison.turns.lost + comparison.items.lost, findings };
}

const EXPLAINS_ALL: ReadonlySet<FindingKind> = new Set([
  'empty-projection',
  'not-projected',
  'checkpoint-beyond-file',
]);

function checkpointFinding(
  { rollout, suspicion }: ExamineProjectionOptions,
  fold: Fold,
  comparison: ProjectionComparison,
): DoctorFinding | null {
  const place = placeOf(rollout);
  const { checkpoint, turns, items } = suspicion.projection;
  const expected = { turns: comparison.turns.expected, items: comparison.items.expected };
  const nothing = turns + items === 0 && expected.turns + expected.items > 0;
  if (checkpoint === null) {
    if (nothing) return finding('not-projected', place, expected);
    return turns + items === 0
      ? null
      : finding('checkpoint-behind', place, offsets({ offset: 0, ordinal: 0 }, fold));
  }
  const { state } = suspicion;
  const where = offsets(checkpoint, fold);
  switch (state.kind) {
    case 'beyond_file':
      return finding('checkpoint-beyond-file', place, { ...where, end: state.end });
    case 'inside_line':
      return finding('checkpoint-inside-line', place, where);
    case 'frozen':
      return finding('checkpoint-frozen', place, { ...where, reason: state.reason });
    case 'behind':
      return finding('checkpoint-behind', place, where);
    default:
      break;
  }
  if (checkpoint.offset > fold.checkpoint.offset) return finding('checkpoint-beyond-file', place, where);
  if (checkpoint.offset < fold.checkpoint.offset) return finding('checkpoint-behind', place, where);
  if (nothing) return finding('empty-projection', place, expected);
  if (checkpoint.ordinal === fold.checkpoint.ordinal) return null;
  return finding('checkpoint-ordinal-wrong', place, {
    ordinal: checkpoint.ordinal,
    expected: fold.checkpoint.ordinal,
  });
}

function rowFindings(
  { rollout, suspicion }: ExamineProjectionOptions,
  rows: ProjectionComparison,
): DoctorFinding[] {
  if (isSame(rows)) return [];
  const place = placeOf(rollout);
  const found: DoctorFinding[] = [];
  const tell = (kind: FindingKind, column: 'missing' | 'extra' | 'altered'): void => {
    const detail = { turns: rows.turns[column], items: rows.items[column], realtime: rows.realtime[column] };
    if (detail.turns + detail.items + detail.realtime > 0) found.push(finding(kind, place, detail));
  };
  const { turnsMissingItems } = suspicion.projection;
  if (rows.turns.missing === 0 && rows.items.missing > 0 && turnsMissingItems > 0) {
    const detail = { turns: turnsMissingItems, items: rows.items.missing };
    found.push(finding('turn-without-items', place, detail));
  } else {
    tell('missing-rows', 'missing');
  }
  tell('orphan-rows', 'extra');
  tell('altered-rows', 'altered');
  return found;
}

function offsets({ offset, ordinal }: PeerCheckpoint, fold: Fold) {
  return { offset, ordinal, end: fold.checkpoint.offset };
}

function placeOf({ threadId, rolloutId, file }: HomeRollout): FindingPlace {
  return { threadId, rolloutId, path: file.path };
}
