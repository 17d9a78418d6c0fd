/**
 * A line for writing it again: copied into another rollout, perhaps with a new ordinal. What it means is decided by `decodeLine`.
 */
import { isJsonObject, type JsonObject } from './json/json-object.js';
import { needsLossless } from './json/needs-lossless.js';
import { parseJson } from './json/parse-json.js';

/** A line as it was written: the same keys in the same order, the same digits. */
export interface LineAsWritten {
  readonly asWritten: JsonObject;
  /** Taken in place of the line's own. */
  readonly timestamp?: string;
  /** Taken in place of the line's own; null takes the key away. */
  readonly ordinal?: number | null;
}

/**
 * Reads a line so that `encodeLine` gives its bytes back, whatever it is: a record, one of an unknown kind, or one without an envelope.
 * Only spellings that Codex does not write are evened out: white space between tokens, needless escapes, `1e5` for `1e+5`, and the first
 * of two equal keys.
 *
 * @returns null for a text that is not a JSON object.
 */
export function readLineAsWritten(text: string): LineAsWritten | null {
  let json: unknown;
  try {
    json = needsLossless(text) ? parseJson(text) : JSON.parse(text);
  } catch {
    return null;
  }
  return isJsonObject(json) ? { asWritten: json } : null;
}
