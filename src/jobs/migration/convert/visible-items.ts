/**
 * The items that readers see of a rollout, from its lines: before and after a conversion. The lines go through the projection that all
 * rows come from, into a shadow, so that what is compared is what readers get, recovered items included.
 */

import { openLineReader } from '../../../projector/open-line-reader.js';
import { startPosition } from '../../../projector/read-position.js';
import type { ReducerName, RolloutSource } from '../../../projector/rollout-source.js';
import { RowWriter } from '../../../projector/row-writer.js';
import { iterateShownItems } from '../../../store/iterate-shown-items.js';
import type { Shadow } from '../../verify/shadow.js';
import type { SourceLine } from './conversion.js';
import { emptyReport } from './report.js';
import { sourceRecords } from './source-record.js';
import { type VisibleItem, visibleItem } from './visible-item.js';

/** Items in the order in which they came up; what was rolled back is not among them. Each can be walked again. */
export interface VisibleItems {
  /** Those that everybody is shown. */
  readonly shown: Iterable<VisibleItem>;
  /** Those that are shown to who asks for recovered items. */
  readonly recovered: Iterable<VisibleItem>;
}

/**
 * Projects the lines, and gives what they come to. Records that only today's spelling lets Codex read count in either rollout.
 *
 * @param shadow between `begin` and `end`; nothing can be written into it while items are taken
 */
export function visibleItems(
  { connection }: Shadow,
  reducer: Extract<ReducerName, 'legacy' | 'canonical'>,
  lines: Iterable<SourceLine>,
): VisibleItems {
  const rolloutId = reducer;
  const folder = project(connection, sourceOf(rolloutId, reducer), lines);
  const those = (recovered: boolean): Iterable<VisibleItem> => ({
    *[Symbol.iterator]() {
      for (const item of iterateShownItems(connection, rolloutId)) {
        if ((item.origin === 'recovered') === recovered) yield visibleItem(item, folder);
      }
    },
  });
  return { shown: those(false), recovered: those(true) };
}

function sourceOf(rolloutId: string, reducer: ReducerName): RolloutSource {
  return { rolloutId, threadId: rolloutId, path: '', reducer, initialOrdinal: 0, subagentStartOrdinal: null };
}

/** @returns the folder of the thread */
function project(
  connection: Shadow['connection'],
  source: RolloutSource,
  lines: Iterable<SourceLine>,
): string {
  const reader = openLineReader(source, startPosition(source));
  const writer = new RowWriter(source, null);
  let folder: string | null = null;
  for (const { record, index, timestamp } of sourceRecords(lines, emptyReport())) {
    if (record.type === 'session_meta') folder ??= record.payload.cwd;
    // Every line of a conversion is a record, and its ordinal the number of those before.
    const line = { kind: 'record', record, timestamp, ordinal: index } as const;
    const outcome = reader.read({ start: index, end: index, line });
    if (outcome) writer.write(connection, outcome);
  }
  writer.flush(connection);
  return folder ?? '';
}
