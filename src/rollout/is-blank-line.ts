/** Blank lines move the checkpoint and nothing else; this tells them from all others. */

const SPACE = 0x20;
const TAB = 0x09;
const LF = 0x0a;
const FORM_FEED = 0x0c;
const CR = 0x0d;

/** True when a line is empty or holds nothing but ASCII whitespace (spec: projection §6); NUL bytes are not blank. */
export function isBlankLine(bytes: Uint8Array): boolean {
  for (const byte of bytes) {
    if (byte > SPACE) return false;
    if (byte !== SPACE && byte !== TAB && byte !== LF && byte !== FORM_FEED && byte !== CR) return false;
  }
  return true;
}
