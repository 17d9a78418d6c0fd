/**
 * The commonest long line of a log, a completed command with its output, decoded without making a string of the output. Every other
 * line, and a command that is in any way unusual, is left to `decodeLine`.
 */
import type { RecordLine } from '../decoded-line.js';
import { isJsonObject } from '../json/json-object.js';
import { holdBackText, STAND_IN } from './held-text.js';
import { isPlainLine } from './plain-line.js';

const BEFORE_OUTPUT = Buffer.from(',"aggregated_output":"');

/** A completed command whose output is held back: in `line` the stand-in is in its place. */
export interface PlainCommandLine {
  line: RecordLine;
  /** The output as JSON text without its quotes; a view of the bytes that were given. */
  output: Buffer;
}

/**
 * Decodes such a line.
 *
 * @param bytes a line without its newline, valid UTF-8
 * @returns null for a line that `decodeLine` has to see; otherwise its record is what `decodeLine` says, but for the output
 */
export function decodePlainCommand(bytes: Buffer): PlainCommandLine | null {
  const held = holdBackText(bytes, BEFORE_OUTPUT);
  if (held === null || held.line.includes('\\u')) return null;
  const json = parseOrNull(held.line);
  // In a plain line no object but the item can have that key.
  if (!isJsonObject(json) || !isPlainLine(json)) return null;
  const { timestamp, ordinal = null, type, payload } = json;
  if (payload.type !== 'item_completed' || payload.item.type !== 'CommandExecution') return null;
  if (payload.item.aggregated_output !== STAND_IN) return null;
  return { line: { kind: 'record', timestamp, ordinal, record: { type, payload } }, output: held.text };
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
