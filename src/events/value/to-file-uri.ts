/**
 * A path of some machine as the `file://` URI by which the log names it. Reading URIs is left to `parseFileUri`.
 */
import { isAbsolutePath } from './absolute-path.js';

/** All that the path of a URI cannot hold as it is. */
const ESCAPED = /[^\w!$&'()*+,\-./:;=@[\]^|~]/gu;

/**
 * `/work/a b` as `file:///work/a%20b`, `C:\a` as `file:///C:/a`, `\\host\share` as `file://host/share`. What is not an absolute path, a URI
 * for one, comes back as it is.
 *
 * Source: items of 0.169; it does not decode an item with a plain path.
 */
export function toFileUri(path: string): string {
  if (!isAbsolutePath(path)) return path;
  const slashed = path.startsWith('/') ? path : path.replaceAll('\\', '/');
  const escaped = Buffer.from(slashed).toString().replace(ESCAPED, encodeURIComponent);
  if (slashed.startsWith('//') && slashed !== path) return `file:${escaped}`;
  return `file://${escaped.startsWith('/') ? '' : '/'}${escaped}`;
}
