/** Checks that the lines without history are what their first bytes say, in a rollout from an offset to its end. */
import { isAscii } from 'node:buffer';
import { decodeLine } from '../../events/decode-line.js';
import { readLines } from '../../rollout/index.js';
import { isAsHeaded, readPassingLine } from './passing-line.js';
import type { Proof } from './proof.js';

/** Lines between two reports. */
const REPORT_LINES = 64;

/** Proofreads and reports to `proof`; ends at the first flaw, since its reader then has to look at every line itself. */
export function proofread(path: string, offset: number, proof: Proof): void {
  let checkedTo = offset;
  let lines = 0;
  for (const { end, bytes, utf8 } of readLines({ path, from: offset })) {
    if (bytes !== null && utf8 && !isSound(bytes)) {
      proof.advance(checkedTo);
      proof.flaw();
      return;
    }
    checkedTo = end;
    if (++lines % REPORT_LINES === 0) proof.advance(checkedTo);
  }
  proof.advance(checkedTo);
  proof.end();
}

/** Lines that are not passed over are none of the proofreader's business. */
function isSound(bytes: Buffer): boolean {
  const head = readPassingLine(bytes);
  if (head === null) return true;
  const line = decodeLine(bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8'));
  return line.kind === 'record' && isAsHeaded(head, line.record, line.ordinal);
}
