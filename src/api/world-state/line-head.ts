/** What the first bytes of a line say, where it is written as Codex writes lines. Saves decoding almost all of a log. */
import { decodeLine } from '../../events/decode-line.js';
import type { FramedLine } from '../../rollout/index.js';

export interface LineHead {
  ordinal: number | null;
  /** Kind of the record. */
  kind: string;
  /** Type of the event or item; null where the payload does not begin with it. */
  type: string | null;
}

const HEAD =
  /^\{"timestamp":"[^"\\]*",(?:"ordinal":(\d{1,15}),)?"type":"(\w+)","payload":\{(?:"type":"(\w+)")?/;
const HEAD_BYTES = 160;

/** The head of a line; null where it has another form, which says nothing of what the line holds. */
export function readLineHead(bytes: Buffer): LineHead | null {
  const match = HEAD.exec(bytes.toString('latin1', 0, HEAD_BYTES));
  if (match === null) return null;
  const [, ordinal, kind = '', type = null] = match;
  return { ordinal: ordinal === undefined ? null : Number(ordinal), kind, type };
}

/** The ordinal of a line; null for a line that has none or cannot be read. */
export function lineOrdinal({ bytes, utf8 }: FramedLine): number | null {
  if (bytes === null || !utf8) return null;
  const head = readLineHead(bytes);
  if (head !== null) return head.ordinal;
  const line = decodeLine(bytes.toString());
  return line.kind === 'malformed' ? null : line.ordinal;
}
