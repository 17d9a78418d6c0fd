/** The one loose type of this room: a JSON object whose key order is the order in which its line is written. */
export type JsonObject = Record<string, unknown>;

/**
 * Drops keys whose value is `undefined`, so that payload makers can state optional fields in their place
 * in the key order. `null` stays: several fields are written as null when absent.
 */
export function withoutAbsent(object: JsonObject): JsonObject {
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(object)) if (value !== undefined) kept[key] = value;
  return kept;
}
