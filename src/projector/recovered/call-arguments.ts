/** Reads the arguments of a call, which are text that the model meant as JSON. */
import { isJsonObject, type JsonObject } from '../../events/json/json-object.js';
import { needsLossless } from '../../events/json/needs-lossless.js';
import { parseJson } from '../../events/json/parse-json.js';

/** The value that the text holds, as it is passed on: digits are kept. The text itself where it is no JSON. */
export function readArguments(text: string): unknown {
  try {
    return needsLossless(text) ? parseJson(text) : JSON.parse(text);
  } catch {
    return text;
  }
}

/** The arguments by their names, for those who look into them; null where they are something else. */
export function namedArguments(text: string): JsonObject | null {
  try {
    const json: unknown = JSON.parse(text);
    return isJsonObject(json) ? json : null;
  } catch {
    return null;
  }
}

/** An argument that is a text with something in it. */
export function textArgument(given: JsonObject, name: string): string | null {
  const value = given[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** An argument that is a list of texts, and not an empty one. */
export function textsArgument(given: JsonObject, name: string): string[] | null {
  const value = given[name];
  if (!Array.isArray(value) || value.length === 0) return null;
  return value.every((word) => typeof word === 'string') ? value : null;
}
