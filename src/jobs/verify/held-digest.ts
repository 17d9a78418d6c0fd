/** Long texts of rows by their digests, so that comparing them holds one at a time. */
import { hash } from 'node:crypto';

const PREFIX = 'sha256:';

/** The digest of a text, as it stands in the place of the text. */
export function digestInPlaceOf(text: string | Uint8Array): string {
  return PREFIX + hash('sha256', text, 'hex');
}

const PREFIX_BYTES = Buffer.from(PREFIX);

/** The digest of a stored long text, which may be one already: no JSON begins like that. */
export function digestOfStored(bytes: Buffer): string {
  return bytes.subarray(0, PREFIX_BYTES.length).equals(PREFIX_BYTES)
    ? bytes.toString('latin1')
    : digestInPlaceOf(bytes);
}
