/** A home to migrate in, taken back and looked into. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ForgetMigrationOptions, forgetMigration } from '../../src/jobs/migration/forget-migration.js';
import { backupFolder } from '../../src/jobs/migration/migration-places.js';
import { type RevertMigrationOptions, revertMigration } from '../../src/jobs/migration/revert-migration.js';
import { filesBelow, plainText } from './cold-rollouts.js';
import { useTempFolder } from './temp-folder.js';

/** A line by which a thread has gone on. */
export const MORE =
  '{"timestamp":"2026-01-01T00:00:00.000Z","ordinal":99,"type":"event_msg","payload":{"type":"shutdown_complete"}}\n';

export interface MigrationLab {
  /** The home of the running test. */
  home(): string;
  /** A path beside the home. */
  beside(...parts: string[]): string;
  /** The bytes of every file of the home. */
  contents(): Record<string, string>;
  /** Where the original of a rollout is kept. */
  backupOf(path: string): string;
  /** Takes migrations of the home back. */
  revert(
    options?: Partial<RevertMigrationOptions>,
  ): Promise<Awaited<ReturnType<typeof revertMigration>>[number] | undefined>;
  /** Gives up originals of the home; what became of each. */
  forget(options?: Partial<ForgetMigrationOptions>): Promise<string[] | undefined>;
}

/** To be called where hooks may be registered. */
export function useMigrationLab(): MigrationLab {
  const folder = useTempFolder();
  const home = (): string => folder.path('home');
  return {
    home,
    beside: folder.path,
    contents: () =>
      Object.fromEntries(filesBelow(home()).map((path) => [path, readFileSync(join(home(), path), 'hex')])),
    backupOf: (path) => join(backupFolder(home()), path.slice(home().length + 1)),
    async revert(options = {}) {
      const [run] = await revertMigration({ homes: [home()], now: Date.now, ...options });
      return run;
    },
    async forget(options = {}) {
      const [run] = await forgetMigration({ homes: [home()], now: Date.now, ...options });
      return run?.files.map(({ status }) => status);
    },
  };
}

/** The lines of a rollout as JSON, whatever its representation. */
export function linesOf(path: string): Record<string, unknown>[] {
  return plainText(path)
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}
