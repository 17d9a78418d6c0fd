/** Rebuilds what the model would see from the records of a log, or from as many of the newest as suffice. */
import type { RolloutRecord } from '../events/decode-line.js';
import { foldChange, NO_WORLD_STATE } from '../world-state/fold-world-state.js';
import { fallbackWindow } from './context-window.js';
import { materialiseHistory } from './materialise-history.js';
import type { ModelContext, ModelContextSource } from './model-context.js';
import { ReverseReplay } from './reverse-replay.js';

/**
 * The context of a thread that is taken up after these records, as Codex 0.169 makes it (spec: model-context §1–6). What
 * `boundedSuffix` keeps of them gives the same.
 *
 * @param records oldest first
 */
export function reconstructModelContext(
  source: ModelContextSource,
  records: readonly RolloutRecord[],
): ModelContext {
  const replay = new ReverseReplay();
  for (let index = records.length - 1; index >= 0 && !replay.isAtCheckpoint; index--) {
    const record = records[index];
    if (record !== undefined) replay.offer(record, index);
  }
  replay.finish();
  const { base, reference } = replay;
  const after = base === null ? records : records.slice(base.index + 1);
  const { history, clearsReference } = materialiseHistory(base?.compacted ?? null, after);
  return {
    history,
    previousTurnSettings: replay.settings,
    referenceContext: reference.kind === 'latest' && !clearsReference ? reference.context : null,
    worldStateBaseline: replay.stateChanges.reduceRight(foldChange, NO_WORLD_STATE).snapshot,
    window: replay.window ?? fallbackWindow(source, records),
    lastStartedTurnId: replay.lastStartedTurnId,
  };
}
