/** Checks that the lines without history are what their first bytes say, in a rollout from an offset to its end. */
import type { DecodedLine } from '../../events/decoded-line.js';
import { holdBackText, textOf } from '../../events/plain/held-text.js';
import { isPlainPassingLine } from '../../events/plain/plain-passing-line.js';
import { readLines } from '../../rollout/read-lines.js';
import { isAsHeaded, type PassingLine, readPassingLine } from './passing-line.js';
import type { Proof } from './proof.js';

/** Lines between two reports. */
const REPORT_LINES = 64;

/** Any text does there: what a tool answered is not looked into. */
const BEFORE_OUTPUT = Buffer.from(',"output":"');

type Decode = (text: string) => DecodedLine;

export interface ProofreadOptions {
  path: string;
  /** Where to start in the plain text: the start of a line. */
  offset: number;
  proof: Proof;
  /** Loads `decodeLine` with its schemas, which takes as long as checking megabytes of lines; not every rollout needs it. */
  loadDecoder: () => Promise<Decode>;
}

/** Proofreads and reports to `proof`; ends at the first flaw, since its reader then has to look at every line itself. */
export async function proofread({ path, offset, proof, loadDecoder }: ProofreadOptions): Promise<void> {
  let decode: Decode | null = null;
  let checkedTo = offset;
  let lines = 0;
  for (const { end, bytes, utf8 } of readLines({ path, from: offset })) {
    const head = bytes !== null && utf8 ? readPassingLine(bytes) : null;
    // Lines that are not passed over are none of the proofreader's business.
    if (bytes !== null && head !== null) {
      const text = textToCheck(bytes, head);
      if (!isPlain(text, head)) {
        decode ??= await loadDecoder();
        if (!isRecord(decode(text), head)) break;
      }
    }
    checkedTo = end;
    if (++lines % REPORT_LINES === 0) proof.advance(checkedTo);
  }
  proof.advance(checkedTo);
  proof.end();
}

function textToCheck(bytes: Buffer, head: PassingLine): string {
  const held = head.kind === 'response_item' ? holdBackText(bytes, BEFORE_OUTPUT) : null;
  return held?.line ?? textOf(bytes);
}

function isPlain(text: string, head: PassingLine): boolean {
  if (text.includes('\\u')) return false;
  try {
    const line: unknown = JSON.parse(text);
    return isPlainPassingLine(line) && isAsHeaded(head, line, line.ordinal ?? null);
  } catch {
    return false;
  }
}

function isRecord(line: DecodedLine, head: PassingLine): boolean {
  return line.kind === 'record' && isAsHeaded(head, line.record, line.ordinal);
}
