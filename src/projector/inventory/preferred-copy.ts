/**
 * Which of several files of one rollout speaks for it: homes can be copies of each other, and a rollout can lie both among
 * the active and the archived ones.
 */
import type { RolloutFile } from '../../rollout/index.js';

/** An active file before an archived one, and then the one in the home that was named first. */
export function preferredCopy(
  files: readonly RolloutFile[],
  homes: readonly string[],
): RolloutFile | undefined {
  const rank = (file: RolloutFile): number => (file.archived ? homes.length : 0) + homes.indexOf(file.home);
  return files.reduce<RolloutFile | undefined>(
    (best, file) => (best === undefined || rank(file) < rank(best) ? file : best),
    undefined,
  );
}
