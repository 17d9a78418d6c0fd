/**
 * Paths of the log as the machine that ran the thread would write them, and paths of a command resolved against its working directory.
 * Works on texts alone: nothing is looked up on this machine.
 */
import { parseFileUri } from '../value/file-uri.js';
import { isPlainFileUri } from '../value/path-uri.js';
import { resolvePosixPath } from './resolve-posix-path.js';
import { isWindowsPath, resolveWindowsPath } from './resolve-windows-path.js';

const DRIVE = /^[A-Za-z]:$/;

/**
 * `file:///work/a%20b` as `/work/a b`, `file:///C:/a` as `C:\a`, `file://host/share/a` as `\\host\share\a`. A plain path comes back as
 * it is, and so does a URI that names a host alone.
 */
export function nativePath(uri: string): string {
  if (isPlainFileUri(uri)) return uri.slice('file://'.length);
  const parsed = parseFileUri(uri);
  if (parsed === null) return uri;
  const { host, segments, href } = parsed;
  const drive = segments[0] ?? '';
  if (DRIVE.test(drive)) return `${drive.toUpperCase()}\\${segments.slice(1).join('\\')}`;
  if (host === '') return `/${segments.join('/')}`;
  return segments.length === 1 && drive === '' ? href : `\\\\${host}\\${segments.join('\\')}`;
}

/**
 * The absolute native path of what a command names, in the manner of the system that the working directory belongs to; null when there
 * is no such path.
 *
 * @param cwd native path, not a URI.
 * Source: spec turn-items §4 (`read` actions); details as Codex 0.169 resolves them.
 */
export function resolveNativePath(cwd: string, path: string): string | null {
  if (path.includes('\0')) return null;
  const clean = /[\t\n\r]/.test(path) ? path.replace(/[\t\n\r]/g, '') : path;
  if (clean === '') return cwd;
  return isWindowsPath(cwd) ? resolveWindowsPath(cwd, clean) : resolvePosixPath(cwd, clean);
}
