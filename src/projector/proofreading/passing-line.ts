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

const ZERO = 0x30;

/** What stands between the values of a line's head, in Codex's order of keys. */
const BEFORE_TIMESTAMP = Buffer.from('{"timestamp":"');
const BEFORE_ORDINAL = Buffer.from('","ordinal":');
const BEFORE_KIND = Buffer.from(',"type":"');
const EVENT_KIND = Buffer.from('event_msg","payload":{"type":"');

/** As Codex writes times; a line with another one is decoded. */
const TIMESTAMP_BYTES = '2026-03-02T09:00:00.000Z'.length;

/** More digits than a double is exact for. */
const TOO_MANY_DIGITS = 16;

interface QuotedWord {
  word: string;
  quoted: Buffer;
}

const quoted = (word: string): QuotedWord => ({ word, quoted: Buffer.from(`${word}"`) });

/** Kinds of records that change no row of a paginated rollout (spec projection §3), the commonest first. */
const PASSING_KINDS = [
  'response_item',
  'turn_context',
  'token_usage_record',
  'world_state',
  'compacted',
  'inter_agent_communication',
  'inter_agent_communication_metadata',
  'retained_context',
  'security_risk_score',
].map(quoted);

const PASSING_EVENTS = ['token_count', 'thread_settings_applied', 'thread_goal_updated'].map(quoted);

/** The head of a line without history; null for every line that must be decoded to know. */
export function readPassingLine(bytes: Buffer): PassingLine | null {
  if (!standsAt(bytes, BEFORE_TIMESTAMP, 0)) return null;
  const timestampEnd = BEFORE_TIMESTAMP.length + TIMESTAMP_BYTES;
  if (!standsAt(bytes, BEFORE_ORDINAL, timestampEnd)) return null;
  const digits = timestampEnd + BEFORE_ORDINAL.length;
  let ordinal = 0;
  let at = digits;
  for (let digit = digitAt(bytes, at); digit !== -1; digit = digitAt(bytes, ++at))
    ordinal = ordinal * 10 + digit;
  if (at === digits || at - digits >= TOO_MANY_DIGITS || !standsAt(bytes, BEFORE_KIND, at)) return null;
  const kindStart = at + BEFORE_KIND.length;
  const kind = wordAt(bytes, kindStart, PASSING_KINDS);
  if (kind !== null) return { ordinal, kind, event: null };
  if (!standsAt(bytes, EVENT_KIND, kindStart)) return null;
  const event = wordAt(bytes, kindStart + EVENT_KIND.length, PASSING_EVENTS);
  return event === null ? null : { ordinal, kind: 'event_msg', event };
}

/** Which of some words stands there, with the quote that ends it. */
function wordAt(bytes: Buffer, at: number, words: readonly QuotedWord[]): string | null {
  for (const { word, quoted } of words) if (standsAt(bytes, quoted, at)) return word;
  return null;
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
