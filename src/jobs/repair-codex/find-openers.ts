/** Which processes have a file open, where the system tells (Linux). */
import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Ids of the processes that have one of these files open; empty where nobody can say.
 *
 * @param except this process
 */
export function findOpeners(paths: readonly string[], except: number): number[] {
  const wanted = new Set(paths);
  return namesIn('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid !== except && hasOpen(pid, wanted));
}

function hasOpen(pid: number, wanted: ReadonlySet<string>): boolean {
  const folder = join('/proc', String(pid), 'fd');
  return namesIn(folder).some((name) => wanted.has(targetOf(join(folder, name)) ?? ''));
}

/** Processes end while one looks at them, and those of others may not be looked at. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function targetOf(link: string): string | null {
  try {
    return readlinkSync(link);
  } catch {
    return null;
  }
}
