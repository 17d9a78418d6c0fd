/** Thread ids as the protocol takes them: UUIDs, plain or as a URN. */
import { HistoryError } from '../history-error.js';

const UUID =
  /^(?:urn:uuid:)?\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/i;

/**
 * Reads a thread id.
 *
 * @param what names the parameter in the error
 * @throws HistoryError `invalid_request`
 */
export function readThreadId(text: string, what = 'thread id'): string {
  const match = UUID.exec(text);
  if (match) return match.slice(1).join('-').toLowerCase();
  const bad = /[^0-9a-f-]/i.exec(text);
  const reason = bad
    ? `invalid character: expected an optional prefix of \`urn:uuid:\` followed by [0-9a-fA-F-], found \`${bad[0]}\` at ${bad.index + 1}`
    : `invalid length: expected 32 hexadecimal digits in groups of 8-4-4-4-12, found ${text.length} characters`;
  throw new HistoryError('invalid_request', `invalid ${what}: ${reason}`);
}
