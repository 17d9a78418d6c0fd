/**
 * One line of a rollout to a record. What records do to turns and items is left to the projector, and framing lines to the rollout room.
 */
import type { z } from 'zod';
import type { DecodedLine, UnrecognisedLine } from './decoded-line.js';
import { brokenLimit } from './json/codex-limits.js';
import { isJsonObject, type JsonObject } from './json/json-object.js';
import { needsLossless } from './json/needs-lossless.js';
import { parseJson } from './json/parse-json.js';
import { keepsOpaqueValues } from './opaque-values.js';
import { decodePlainLine } from './plain/decode-plain-line.js';
import { HistoryMode } from './record/history-mode.js';
import { RolloutRecord } from './record/rollout-record.js';

export type {
  DecodedLine,
  MalformedLine,
  RecordLine,
  RetiredLine,
  UnrecognisedLine,
} from './decoded-line.js';
export type { RolloutRecord } from './record/rollout-record.js';

/**
 * Decodes one line.
 *
 * @param text the line without its newline, as valid UTF-8 made into a string. Blank lines are for the caller to skip; here they are
 * malformed.
 * @returns a `record` exactly where Codex 0.169 decodes one (spec: rollout-format §15, corrections-0.169); never throws. Numbers in
 * opaque values that a projector keeps are exact (`JsonNumber`), all others are doubles.
 */
export function decodeLine(text: string): DecodedLine {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { kind: 'malformed', reason: error instanceof Error ? error.message : String(error) };
  }
  if (!isJsonObject(json)) return { kind: 'malformed', reason: 'not a JSON object' };
  const plain = decodePlainLine(json, text);
  if (plain !== null) return plain;
  const limit = brokenLimit(text);
  if (limit?.kind === 'text') return { kind: 'malformed', reason: limit.reason };
  if (isRetired(json)) {
    return {
      kind: 'retired',
      ordinal: isOrdinal(json.ordinal) ? json.ordinal : null,
      type: 'ghost_snapshot',
    };
  }
  if (limit !== null) return unrecognised(json, limit.reason);
  if (typeof json.timestamp !== 'string') return unrecognised(json, 'timestamp: expected a string');
  if (json.ordinal != null && !isOrdinal(json.ordinal)) {
    return unrecognised(json, 'ordinal: expected a whole number from 0');
  }
  const exact = keepsOpaqueValues(json) && needsLossless(text) ? parseJson(text) : json;
  const parsed = RolloutRecord.safeParse(exact);
  if (!parsed.success) return unrecognised(json, describe(parsed.error));
  return {
    kind: 'record',
    timestamp: json.timestamp,
    ordinal: isOrdinal(json.ordinal) ? json.ordinal : null,
    record: parsed.data,
  };
}

function isOrdinal(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isRetired({ type, payload }: JsonObject): boolean {
  return type === 'response_item' && isJsonObject(payload) && payload.type === 'ghost_snapshot';
}

function unrecognised(json: JsonObject, reason: string): UnrecognisedLine {
  return {
    kind: 'unrecognised',
    timestamp: typeof json.timestamp === 'string' ? json.timestamp : null,
    ordinal: isOrdinal(json.ordinal) ? json.ordinal : null,
    type: typeof json.type === 'string' ? json.type : '',
    reason,
    unknownHistoryMode: hasUnknownHistoryMode(json),
    json,
  };
}

function hasUnknownHistoryMode({ type, payload }: JsonObject): boolean {
  if (type !== 'session_meta' || !isJsonObject(payload)) return false;
  return 'history_mode' in payload && !HistoryMode.safeParse(payload.history_mode).success;
}

/** The first thing that is wrong, with its place in the line. */
function describe(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'not a record';
  return issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`;
}
