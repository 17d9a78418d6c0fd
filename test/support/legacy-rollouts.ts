/** Lays legacy rollouts, runs migrations over them with the real conversion, and tells what is on disk. */
import { rmSync, writeFileSync } from 'node:fs';
import { type Coverage, legacyConverter, type RolloutConverter } from '../../src/jobs/migration/converter.js';
import { type MigrateRolloutsOptions, migrateRollouts } from '../../src/jobs/migration/migrate-rollouts.js';
import type { MigrationOutcome, MigrationRun } from '../../src/jobs/migration/migration-report.js';
import { readRolloutHead } from '../../src/rollout/index.js';
import {
  type ColdRollout,
  type ColdRolloutOptions,
  filesBelow,
  layColdRollout,
  plainText,
  setAge,
} from './cold-rollouts.js';
import { writeZstd } from './zstd-writer.js';

export interface LegacyRolloutOptions extends ColdRolloutOptions {
  compressed?: boolean;
}

export interface LegacyRollout extends ColdRollout {
  /** The file on disk, and its bytes. */
  file: string;
  fileBytes: Buffer;
}

export function layLegacyRollout({ compressed = false, ...options }: LegacyRolloutOptions): LegacyRollout {
  const laid = layColdRollout({ historyMode: 'legacy', ...options });
  if (!compressed) return { ...laid, file: laid.path, fileBytes: laid.bytes };
  const file = `${laid.path}.zst`;
  const fileBytes = writeZstd(laid.bytes, { checksum: true });
  writeFileSync(file, fileBytes);
  setAge(file, options.days ?? 20);
  rmSync(laid.path);
  return { ...laid, file, fileBytes };
}

/** The real conversion, with a proof that finds what it is told. */
export function converterWith(coverage: Partial<Coverage>): RolloutConverter {
  return { ...legacyConverter, prove: () => ({ proven: true, problem: null, details: {}, ...coverage }) };
}

/** Applies, unless told otherwise, in one home. */
export async function migrate(
  home: string,
  options: Partial<MigrateRolloutsOptions> = {},
): Promise<MigrationRun> {
  const [run] = await migrateRollouts({
    homes: [home],
    now: Date.now,
    apply: true,
    ...options,
  });
  if (run === undefined) throw new Error('no run');
  return run;
}

/** Of a run, by thread. */
export function statuses({ outcomes }: MigrationRun): Record<string, MigrationOutcome['status']> {
  return Object.fromEntries(
    outcomes.map(({ threadId, rolloutPath, status }) => [threadId ?? rolloutPath, status]),
  );
}

export function modeOf(path: string): string {
  return readRolloutHead({ path }).historyMode;
}

/** What readers find at the name of a rollout: exactly the legacy text, or a whole paginated one. */
export function whatLies({ path, bytes }: ColdRollout): 'legacy' | 'paginated' | 'damaged' {
  const text = plainText(path);
  if (text.equals(bytes)) return 'legacy';
  const lines = text.toString('utf8').split('\n');
  return modeOf(path) === 'paginated' && lines.pop() === '' && lines.every(isJson) ? 'paginated' : 'damaged';
}

function isJson(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object';
  } catch {
    return false;
  }
}

/** Everything a migration keeps in a home, hidden files beside rollouts included. */
export function migrationFiles(home: string): string[] {
  return filesBelow(home).filter((path) => path.startsWith('rollout-migrations/') || path.endsWith('.tmp'));
}
