/**
 * A record as Codex would write it, whatever order its producer named the keys in.
 */
import { isJsonObject, type JsonObject } from '../json/json-object.js';
import { RolloutRecord } from '../record/rollout-record.js';
import { UnwritableRecordError } from '../unwritable-record-error.js';
import { canonicalForm } from './canonical-form.js';

const form = canonicalForm(RolloutRecord);

/**
 * A copy with the keys in Codex's order, fields without a value left out or null as Codex does it, and decimals in Codex's spelling
 * (seen in the cases of 0.169, and in what it makes of records with all and with the fewest fields). Opaque values and unknown keys stay
 * as they are.
 *
 * @throws UnwritableRecordError when the record would not be read back: a required field is missing or has a wrong type.
 */
export function canonicalRecord(record: RolloutRecord): JsonObject {
  const checked = RolloutRecord.safeParse(record);
  if (!checked.success) throw UnwritableRecordError.from(record.type, checked.error);
  const written = form(record);
  return isJsonObject(written) ? written : {};
}
