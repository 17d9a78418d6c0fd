/**
 * One line of a rollout: the envelope around a record (spec: rollout-format §1). Knows key order and nothing of kinds.
 */
import type { JsonObject } from './json-object.js';

export interface RecordLine {
  timestamp: string;
  /** Left out of the line when null or absent, as in legacy rollouts. */
  ordinal?: number | null;
  type: string;
  payload: JsonObject;
  /** Only response items carry it. */
  metadata?: JsonObject | undefined;
}

/** The text of a line without its newline; keys in the order in which Codex writes them. */
export function formatRecordLine({ timestamp, ordinal, type, payload, metadata }: RecordLine): string {
  const position = ordinal === null || ordinal === undefined ? '' : `"ordinal":${ordinal},`;
  const sibling = metadata === undefined ? '' : `,"metadata":${JSON.stringify(metadata)}`;
  return `{"timestamp":${JSON.stringify(timestamp)},${position}"type":${JSON.stringify(type)},"payload":${JSON.stringify(payload)}${sibling}}`;
}
