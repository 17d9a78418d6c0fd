/**
 * Recognises, by its first bytes, a line of a paginated rollout that holds no history: half of a log is what the model was
 * told. Whether the rest of such a line is sound is left to the proofreader.
 */
/** What the first bytes of a line say, if it is written as Codex writes lines. */
export interface PassingLine {
  ordinal: number;
  kind: string;
  /** The type of an event; null for other kinds. */
  event: string | null;
}

const QUOTE = 0x22;
const ZERO = 0x30;

/** What stands between the values of a line's head, in Codex's order of keys. */
const BEFORE_TIMESTAMP = Buffer.from('{"timestamp":"');
const BEFORE_ORDINAL = Buffer.from('","ordinal":');
const BEFORE_KIND = Buffer.from(',"type":"');
const BEFORE_EVENT = Buffer.from('","payload":{"type":"');

/** More digits than a double is exact for. */
const TOO_MANY_DIGITS = 16;

/** Kinds of records that change no row of a paginated rollout (spec projection §3). */
const PASSING_KINDS = new Set([
  'response_item',
  'turn_context',
  'token_usage_record',
  'world_state',
  'compacted',
  'inter_agent_communication',
  'inter_agent_communication_metadata',
  'retained_context',
  'security_risk_score',
]);

const PASSING_EVENTS = new Set(['token_count', 'thread_settings_applied', 'thread_goal_updated']);

/** The head of a line without history; null for every line that must be decoded to know. */
export function readPassingLine(bytes: Buffer): PassingLine | null {
  if (!standsAt(bytes, BEFORE_TIMESTAMP, 0)) return null;
  const timestampEnd = bytes.indexOf(QUOTE, BEFORE_TIMESTAMP.length);
  if (timestampEnd === -1 || !standsAt(bytes, BEFORE_ORDINAL, timestampEnd)) return null;
  const digits = timestampEnd + BEFORE_ORDINAL.length;
  let ordinal = 0;
  let at = digits;
  for (let digit = digitAt(bytes, at); digit !== -1; digit = digitAt(bytes, ++at))
    ordinal = ordinal * 10 + digit;
  if (at === digits || at - digits >= TOO_MANY_DIGITS || !standsAt(bytes, BEFORE_KIND, at)) return null;
  const kindStart = at + BEFORE_KIND.length;
  const kindEnd = bytes.indexOf(QUOTE, kindStart);
  const kind = bytes.toString('latin1', kindStart, kindEnd);
  if (kind !== 'event_msg') return PASSING_KINDS.has(kind) ? { ordinal, kind, event: null } : null;
  if (!standsAt(bytes, BEFORE_EVENT, kindEnd)) return null;
  const eventStart = kindEnd + BEFORE_EVENT.length;
  const event = bytes.toString('latin1', eventStart, bytes.indexOf(QUOTE, eventStart));
  return PASSING_EVENTS.has(event) ? { ordinal, kind, event } : null;
}

function standsAt(bytes: Buffer, text: Buffer, at: number): boolean {
  for (let index = 0; index < text.length; index++) if (bytes[at + index] !== text[index]) return false;
  return true;
}

function digitAt(bytes: Buffer, at: number): number {
  const digit = (bytes[at] ?? 0) - ZERO;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

/** Whether a decoded record is what the head of its line said: a key that comes twice can make it another. */
export function isAsHeaded(
  head: PassingLine,
  record: { type: string; payload: unknown },
  ordinal: number | null,
): boolean {
  if (record.type !== head.kind || ordinal !== head.ordinal) return false;
  return head.event === null || tagOf(record.payload) === head.event;
}

function tagOf(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null && 'type' in payload ? payload.type : undefined;
}
