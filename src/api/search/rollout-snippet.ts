/**
 * The snippet that `thread/search` shows for a rollout: around the first place where user or agent said the term. Reading the file is
 * left to the caller.
 */
import { isUtf8 } from 'node:buffer';
import { decodeLine } from '../../events/decode-line.js';
import type { RolloutRecord } from '../../events/record/rollout-record.js';
import { bareRecords } from '../../projector/bare/bare-records.js';
import { collapseWhiteSpace } from './collapse-white-space.js';
import type { ContentTerm } from './content-term.js';
import { cutRolloutSnippet } from './snippet.js';
import { visibleTextOf } from './visible-text.js';

/**
 * Finds the first visible match in the records of a rollout, oldest first, and takes no record beyond it.
 *
 * @returns the snippet, on one line; null when the term is said nowhere
 */
export function findRolloutSnippet(records: Iterable<RolloutRecord>, term: ContentTerm): string | null {
  for (const record of records) {
    const visible = visibleTextOf(record);
    if (visible === null) continue;
    const text = collapseWhiteSpace(visible);
    const match = term.findIn(text);
    if (match !== null) return cutRolloutSnippet(text, match);
  }
  return null;
}

/**
 * Decodes those lines of a rollout that can hold the term, and skips the others unparsed; what is no record is left out.
 *
 * @param lines the bytes of complete lines, without the line feed; each is looked at before the next one is taken
 */
export function* decodeCandidates(
  lines: Iterable<Uint8Array>,
  term: ContentTerm,
): Generator<RolloutRecord, void, undefined> {
  for (const bytes of lines) {
    if (!term.mayOccurIn(bytes) || !isUtf8(bytes)) continue;
    const line = decodeLine(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
    if (line.kind === 'record') yield line.record;
    // Files without envelope hold no records, but lines that say the same as some.
    else if (line.kind === 'unrecognised') yield* bareRecords(line.json) ?? [];
  }
}
