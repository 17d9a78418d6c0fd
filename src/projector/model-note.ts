/** The model that a thread's newest turn ran with, as the log tells it on the way. */
import type { DecodedLine } from '../events/decode-line.js';

export interface ModelNote {
  model: string | null;
  reasoningEffort: string | null;
}

/** What a line says of the model, or null for lines that say nothing (spec rollout-format §7). */
export function modelOf(line: DecodedLine): ModelNote | null {
  if (line.kind !== 'record' || line.record.type !== 'turn_context') return null;
  const { model, effort } = line.record.payload;
  return { model, reasoningEffort: typeof effort === 'string' ? effort : null };
}
