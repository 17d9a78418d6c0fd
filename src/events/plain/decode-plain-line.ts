/** Makes a record of a line that needs no schemas; which lines those are is told in the files beside. */
import type { RecordLine } from '../decoded-line.js';
import { brokenLimit } from '../json/codex-limits.js';
import type { JsonObject } from '../json/json-object.js';
import { needsLossless } from '../json/needs-lossless.js';
import { keepsOpaqueValues } from '../opaque-values.js';
import type { RolloutRecord } from '../record/rollout-record.js';
import { isPlainLine } from './plain-line.js';
import { isPlainPassingLine } from './plain-passing-line.js';

/**
 * Decodes a plain line.
 *
 * @param json what `JSON.parse` made of `text`
 * @returns null for a line that the schemas have to see
 */
export function decodePlainLine(json: JsonObject, text: string): RecordLine | null {
  // An escape may be half of a surrogate pair.
  if (text.includes('\\u')) return null;
  if (isPlainLine(json)) {
    if (keepsOpaqueValues(json) && !isPlainText(text)) return null;
    const { timestamp, ordinal = null, type, payload } = json;
    return { kind: 'record', timestamp, ordinal, record: { type, payload } };
  }
  if (!isPlainPassingLine(json)) return null;
  const { timestamp, ordinal = null, type, payload, metadata } = json;
  const record = metadata === undefined ? { type, payload } : { type, payload, metadata };
  // The check of the line has tied the payload to the type.
  return { kind: 'record', timestamp, ordinal, record: record as RolloutRecord };
}

/** Nothing in the values of a tool needs a closer look. */
function isPlainText(text: string): boolean {
  return !needsLossless(text) && brokenLimit(text) === null;
}
