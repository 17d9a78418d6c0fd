/**
 * Reads the lines of a log that concern the world state, newest first. Of a long log almost all lines are passed over by a
 * look at their bytes; what records mean is left to the world-state room.
 */
import { decodeLine } from '../../events/decode-line.js';
import { parseJson } from '../../events/json/parse-json.js';
import type { FramedLine } from '../../rollout/index.js';
import { type MetRecord, readStateChange, type StateChange, stateChangeOf } from '../../world-state/index.js';
import { isObjectValue } from '../../world-state/snapshot.js';
import { readLineHead } from './line-head.js';

/** Where a record lies. */
export interface RecordPlace {
  rolloutId: string;
  /** Null in legacy rollouts. */
  ordinal: number | null;
  timestamp: string | null;
  /** Offset of its line in the plain text. */
  startByte: number;
}

/** Kinds of records that change the state, or tell of turns. */
const KINDS = new Set(['world_state', 'compacted', 'turn_context', 'inter_agent_communication']);

/** Events that tell where turns begin and end, whose they are, and that they were taken back. */
const EVENTS = new Set([
  'thread_rolled_back',
  'task_started',
  'turn_started',
  'task_complete',
  'turn_complete',
  'turn_aborted',
  'user_message',
]);

/** What is in every message with which somebody asks: its role, or the envelope of a message between agents. */
const REQUESTS = [Buffer.from('"user"'), Buffer.from('trigger_turn')];

/** The records among some lines of a rollout, in the order of the lines. */
export function* readStateRecords(
  lines: Iterable<FramedLine>,
  rolloutId: string,
): Generator<MetRecord<RecordPlace>, void, undefined> {
  for (const { start, bytes, utf8 } of lines) {
    if (bytes === null || !utf8 || !concernsState(bytes)) continue;
    const met = readRecord(bytes.toString());
    if (met === null) continue;
    const { ordinal, timestamp, ...record } = met;
    yield { ...record, place: { rolloutId, ordinal, timestamp, startByte: start } };
  }
}

/** Whether a line has to be decoded; true where that cannot be told from its bytes. */
function concernsState(bytes: Buffer): boolean {
  const head = readLineHead(bytes);
  if (head === null) return true;
  const { kind, type } = head;
  if (kind === 'event_msg') return type === null || EVENTS.has(type);
  if (kind !== 'response_item') return KINDS.has(kind);
  if (type === null || type === 'agent_message') return true;
  return type === 'message' && REQUESTS.some((words) => bytes.includes(words));
}

interface ReadRecord extends Omit<MetRecord<never>, 'place'> {
  ordinal: number | null;
  timestamp: string | null;
}

function readRecord(text: string): ReadRecord | null {
  const line = decodeLine(text);
  if (line.kind === 'record') {
    const { record, ordinal, timestamp } = line;
    const change = record.type === 'world_state' ? exactChange(text) : stateChangeOf(record);
    return { record, change, ordinal, timestamp };
  }
  if (line.kind !== 'unrecognised') return null;
  const change = unrecognisedChange(line.type, line.reason);
  return change && { record: PLACEHOLDER, change, ordinal: line.ordinal, timestamp: line.timestamp };
}

/** Once more from the text: the decoder of lines gives doubles, and a state keeps its digits. */
function exactChange(text: string): StateChange {
  const line = parseJson(text);
  return readStateChange(isObjectValue(line) ? line.payload : undefined);
}

function unrecognisedChange(type: string, reason: string): StateChange | null {
  const concerned = type === 'world_state' || type === 'compacted';
  return concerned ? { kind: 'unreadable', detail: `${type}: ${reason}` } : null;
}

/** An unrecognised line lies in a turn as any world state does. */
const PLACEHOLDER: MetRecord<never>['record'] = {
  type: 'world_state',
  payload: { full: false, state: {} },
};
