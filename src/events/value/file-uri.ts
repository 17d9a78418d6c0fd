/**
 * Reads `file:` URIs. Turning their parts into a path of some operating system is left to `native-path`.
 */

/** The parts of a file URI. `segments` are percent-decoded one by one, so a segment may hold a slash of its own. */
export interface FileUri {
  /** The machine the path is on, empty for the local one. */
  readonly host: string;
  readonly segments: readonly string[];
  /** The whole URI in normal form. */
  readonly href: string;
}

const SCHEME = /^\s*file:/i;

/**
 * The parts of a file URI, dot segments resolved; null when the text is none: another scheme, a query or a fragment, a user, a port, a
 * NUL byte.
 *
 * Source: seen in what Codex 0.169 decodes.
 */
export function parseFileUri(text: string): FileUri | null {
  if (!SCHEME.test(text) || text.includes('?') || text.includes('#')) return null;
  const url = parseUrl(text);
  if (url === null || url.pathname.includes('%00')) return null;
  const segments = url.pathname.replace(/^\/+/, '').split('/').map(percentDecode);
  return { host: url.hostname, segments, href: url.href };
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** Decodes what can be decoded: a stray `%` stays, bytes that are no UTF-8 become replacement characters. */
function percentDecode(text: string): string {
  if (!text.includes('%')) return text;
  const bytes = Buffer.from(text, 'utf8');
  let length = 0;
  for (let at = 0; at < bytes.length; at++, length++) {
    const escaped = bytes[at] === 0x25 ? bytes.toString('latin1', at + 1, at + 3) : '';
    if (/^[\da-f]{2}$/i.test(escaped)) {
      bytes[length] = Number.parseInt(escaped, 16);
      at += 2;
    } else {
      bytes[length] = bytes[at] ?? 0;
    }
  }
  return bytes.toString('utf8', 0, length);
}
