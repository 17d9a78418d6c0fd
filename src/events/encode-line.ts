/**
 * One record to a line of a rollout, in the bytes that Codex would write. Whether a record is written at all is decided by the
 * persistence policy; appending lines is left to the writer.
 */
import { canonicalRecord } from './canonical/canonical-record.js';
import { brokenLimit } from './json/codex-limits.js';
import { replaceLoneSurrogates } from './json/replace-lone-surrogates.js';
import { stringifyJson } from './json/stringify-json.js';
import type { LineAsWritten } from './read-line-as-written.js';
import type { RolloutRecord } from './record/rollout-record.js';
import { UnwritableRecordError } from './unwritable-record-error.js';

/** What stands in a line. `timestamp` is passed on as it is; legacy rollouts have no ordinals (null: no key). */
export interface LineToEncode {
  readonly timestamp: string;
  readonly ordinal: number | null;
  readonly record: RolloutRecord;
}

/**
 * The text of a line, without its newline. A record gets Codex's key order, whatever order its producer used; a line as it was written
 * keeps its own, and its digits, so that reading and encoding it gives the same bytes. A half of a surrogate pair, which Codex could not
 * read, becomes U+FFFD.
 *
 * Source: spec rollout-format §1.
 * @throws UnwritableRecordError when Codex could not read the line back: a field is missing or wrong, JSON nested too deep, an integer
 * too wide.
 */
export function encodeLine(line: LineToEncode | LineAsWritten): string {
  if ('asWritten' in line) return stringifyJson(renumbered(line));
  const { timestamp, ordinal, record } = line;
  const written = canonicalRecord(record);
  const envelope = ordinal === null ? { timestamp, ...written } : { timestamp, ordinal, ...written };
  const text = replaceLoneSurrogates(stringifyJson(envelope));
  const limit = brokenLimit(text);
  if (limit !== null) throw new UnwritableRecordError(record.type, limit.reason);
  return text;
}

/** The line with the time and ordinal that it is to have; a null ordinal takes the key away. */
function renumbered({ asWritten, timestamp, ordinal }: LineAsWritten): unknown {
  if (timestamp === undefined && ordinal === undefined) return asWritten;
  const { timestamp: oldTime, ordinal: oldOrdinal, ...rest } = asWritten;
  const number = ordinal === undefined ? oldOrdinal : (ordinal ?? undefined);
  return { timestamp: timestamp ?? oldTime, ordinal: number, ...rest };
}
