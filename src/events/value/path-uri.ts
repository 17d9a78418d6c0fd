/**
 * A path as the log writes it: a `file://` URI, in older records a plain absolute path. Making it a native path is left to the readers.
 */
import { z } from 'zod';
import { writtenWith } from '../canonical/written-form.js';
import { isAbsolutePath } from './absolute-path.js';
import { parseFileUri } from './file-uri.js';
import { toFileUri } from './to-file-uri.js';

/** URIs that need no closer look: nothing in them is escaped, and they name no drive. */
const PLAIN_URI = /^file:\/\/(?:\/[\w@+=,~-][\w@+=,~.-]*)+$/;

/** Whether a file URI is its own path once `file://` is taken off; almost all of the log's are. */
export function isPlainFileUri(text: string): boolean {
  return PLAIN_URI.test(text);
}

function isPathUri(text: string): boolean {
  return isPlainFileUri(text) || isAbsolutePath(text) || parseFileUri(text) !== null;
}

/** `file:///work/a.txt` or `/work/a.txt` (spec: turn-items §2); written as a URI. */
export const PathUri = writtenWith(
  z.string().refine(isPathUri, { error: 'expected a file URI or an absolute path' }),
  (path) => (typeof path === 'string' ? toFileUri(path) : path),
);
export type PathUri = z.infer<typeof PathUri>;
