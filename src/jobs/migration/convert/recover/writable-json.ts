/** JSON out of the texts of a model, which can hold numbers that no line may hold. */
import { brokenLimit } from '../../../../events/json/codex-limits.js';
import { stringifyJson } from '../../../../events/json/stringify-json.js';

/** The value, or its text where Codex could not read a line that holds it. */
export function writableJson(value: unknown): NonNullable<unknown> | null {
  const text = stringifyJson(value);
  return brokenLimit(text) === null ? (value ?? null) : text;
}
