/** Which window of the conversation a thread is in (spec: model-context §6). */
import type { RolloutRecord } from '../events/decode-line.js';
import type { Compacted } from '../events/record/compacted.js';
import type { ContextWindow, ModelContextSource } from './model-context.js';

const UUID_7 = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;

/** The window that a compaction opened; null when it does not count windows, as older ones. */
export function windowOf(compacted: Compacted): ContextWindow | null {
  const { window_number: number, first_window_id, previous_window_id, window_id } = compacted;
  if (number == null) return null;
  return {
    number,
    firstId: readId(first_window_id),
    previousId: readId(previous_window_id),
    id: readId(window_id),
  };
}

/**
 * The window of a log without a compaction that says it: the first one, or one a compaction. That the log names its first
 * window only counts when no compaction of it leaves its number out.
 */
export function fallbackWindow(
  { meta }: ModelContextSource,
  records: readonly RolloutRecord[],
): ContextWindow {
  let compactions = 0;
  let unnumbered = 0;
  for (const record of records) {
    if (record.type !== 'compacted') continue;
    compactions++;
    if (record.payload.window_number == null) unnumbered++;
  }
  const id = unnumbered === 0 ? readId(meta?.context_window?.window_id) : null;
  if (id !== null) return { number: 0, firstId: id, previousId: null, id };
  return { number: compactions, firstId: null, previousId: null, id: null };
}

/** Anything but a UUID of version 7 is as good as nothing. */
function readId(id: string | null | undefined): string | null {
  return id != null && UUID_7.test(id) ? id.toLowerCase() : null;
}
