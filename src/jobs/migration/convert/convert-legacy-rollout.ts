/**
 * The conversion of a legacy rollout to a paginated one: lines in, lines out, nothing read and nothing written beside. It holds one line
 * at a time; only a rollout with rollbacks, which have to be known before the first line, costs a few bytes a record.
 */
import type { RolloutRecord } from '../../../events/record/rollout-record.js';
import type { Conversion, ConversionOptions, ConversionReport } from './conversion.js';
import { LegacyToCanonical } from './legacy-to-canonical.js';
import { madeHead, type OutputLine, outputText } from './output-line.js';
import { findHead, type LegacyHead, paginatedHead } from './paginated-head.js';
import { ItemRecovery } from './recover/item-recovery.js';
import { emptyReport } from './report.js';
import { mentionsRollback } from './rollback/mentions-rollback.js';
import { planRollbacks } from './rollback/rollback-plan.js';
import { drop, sourceRecords } from './source-record.js';
import { stableId } from './stable-id.js';

/**
 * Begins a conversion; lines are made when they are taken. Ordinals are 0 to n − 1. The result stands for itself: a copied
 * fork gets no history base (spec: migration §5).
 *
 */
export function convertLegacyRollout(options: ConversionOptions): Conversion {
  const head = findHead(options.lines());
  const report = emptyReport();
  return {
    threadId: head.meta.id,
    kind: head.kind,
    head: paginatedHead(head, null),
    report,
    lines: () => {
      const isHidden = options.subagents === 'codex' && head.kind === 'subagent';
      const ownFrom = isHidden ? countLines(convertedLines(options, head, emptyReport(), 0)) : null;
      return convertedLines(options, head, report, ownFrom);
    },
  };
}

/** Codex shows nothing of a migrated sub-agent: its own history begins behind the last line. */
function countLines(lines: Iterable<string>): number {
  let count = 0;
  for (const _ of lines) count++;
  return count;
}

function* convertedLines(
  options: ConversionOptions,
  head: LegacyHead,
  report: ConversionReport,
  ownFrom: number | null,
): Generator<string, void, undefined> {
  Object.assign(report, emptyReport());
  const take = (line: OutputLine): string => {
    if (isItem(line)) report.itemsWritten++;
    return outputText(line, report.linesWritten++);
  };
  yield take(madeHead(head.source.timestamp, paginatedHead(head, ownFrom)));
  const threadId = head.meta.id;
  const newId = options.newId ?? ((of: { index: number }) => stableId(threadId, of.index));
  const recovery = options.recover ? new ItemRecovery(head.meta.cwd) : null;
  const conversion = new LegacyToCanonical({ threadId, newId, recovery });
  const plan = mentionsRollback(options.lines())
    ? planRollbacks(sourceRecords(options.lines(), emptyReport()))
    : null;
  let index = 0;
  for (const source of sourceRecords(options.lines(), report)) {
    const planned = plan?.decide(source) ?? 'keep';
    if (planned === 'drop') {
      const isRollback = isMarker(source.record);
      if (isRollback) conversion.passRollback();
      drop(report, isRollback ? 'rollback_marker' : 'rolled_back');
      continue;
    }
    if (source.index === head.source.index) {
      index++;
      continue;
    }
    const at = index++;
    if (planned !== 'keep') {
      yield take({ kind: 'made', timestamp: source.timestamp, record: planned });
      continue;
    }
    const converted = conversion.convert(source, { index: at, ordinal: report.linesWritten });
    if (typeof converted === 'string') drop(report, converted);
    else for (const line of converted) yield take(line);
  }
  for (const line of conversion.finish()) yield take(line);
}

function isMarker({ type, payload }: RolloutRecord): boolean {
  return type === 'event_msg' && payload.type === 'thread_rolled_back';
}

function isItem(line: OutputLine): boolean {
  const record: RolloutRecord = line.kind === 'made' ? line.record : line.source.record;
  return record.type === 'event_msg' && record.payload.type === 'item_completed';
}
