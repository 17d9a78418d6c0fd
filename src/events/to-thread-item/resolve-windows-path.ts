/**
 * Windows paths resolved by their text: drives, shares, and both kinds of slash.
 */
import { walkSegments } from './resolve-posix-path.js';

/** `C:` or `\\host\share`, and the segments below it. */
interface Rooted {
  readonly root: string;
  readonly segments: readonly string[];
}

const ROOT = /^(?:\\\\\?\\)?(?:([A-Za-z]:)(?=[\\/])|[\\/]{2}([^\\/]+)[\\/]+([^\\/]+))/;
const DRIVE_RELATIVE = /^([A-Za-z]:)/;

/** Whether a native path is one of Windows: it begins with a drive or a share. */
export function isWindowsPath(path: string): boolean {
  return ROOT.test(path);
}

function split(path: string): string[] {
  return path.split(/[\\/]/);
}

function readRooted(path: string): Rooted | null {
  const found = ROOT.exec(path);
  if (found === null) return null;
  const [matched, drive, host, share] = found;
  const root = drive === undefined ? `\\\\${host}\\${share}` : drive.toUpperCase();
  return { root, segments: walkSegments([], split(path.slice(matched.length))) };
}

function writePath(root: string, segments: readonly string[]): string {
  if (segments.length > 0) return `${root}\\${segments.join('\\')}`;
  return root.startsWith('\\') ? root : `${root}\\`;
}

/** The absolute path of `path` seen from `cwd`; null where it depends on the current folder of another drive, or names a stream. */
export function resolveWindowsPath(cwd: string, path: string): string | null {
  const base = readRooted(cwd);
  if (base === null) return null;
  const absolute = readRooted(path);
  if (absolute !== null) {
    const text = writePath(absolute.root, absolute.segments);
    return absolute.segments.length > 0 && /[\\/]$/.test(path) ? `${text}\\` : text;
  }
  if (/^[\\/](?![\\/])/.test(path)) return writePath(base.root, walkSegments([], split(path)));
  const drive = DRIVE_RELATIVE.exec(path)?.[1];
  if (drive !== undefined && drive.toUpperCase() !== base.root) return null;
  const relative = drive === undefined ? path : path.slice(drive.length);
  if (relative.includes(':')) return null;
  return writePath(base.root, walkSegments(base.segments, split(relative)));
}
