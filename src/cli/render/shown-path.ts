/** Paths as one reads them: relative where they lie in the thread's folder. */
import type { View } from './layout.js';

/** Paths of either kind of system, whichever this one is. */
export function shownPath(path: string, { folder = '' }: View): string {
  if (folder === '' || !path.startsWith(folder)) return path;
  const separator = path[folder.length];
  return separator === '/' || separator === '\\' ? path.slice(folder.length + 1) : path;
}
