/** What every command works with: the options given to all of them, and the service opened accordingly. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { createThreadStore, type ThreadStore } from '../api/thread-store.js';
import { codexHomes } from '../rollout/index.js';
import { type HistoryDatabase, openHistoryDatabase } from '../store/open-history-database.js';
import type { RecoveryReport } from '../store/recovery/recovery-report.js';
import { programVersion } from './program-version.js';

/** Options that every command takes. */
export interface GlobalOptions {
  codexHome?: string[];
  db?: string;
  json?: boolean;
  ndjson?: boolean;
  quiet?: boolean;
  color?: boolean;
  progress?: boolean;
}

export interface CommandContext {
  homes: string[];
  databasePath: string;
  database: HistoryDatabase;
  service: ThreadStore;
  close(): void;
}

/** The homes that options and environment name: `--codex-home` wins over `CODEX_HOME`, and that over `~/.codex`. */
export function homesOf({ codexHome }: GlobalOptions, env: NodeJS.ProcessEnv): string[] {
  const named = codexHome && codexHome.length > 0 ? { CODEX_HOME: codexHome.join(',') } : env;
  return codexHomes({ env: named, homeDirectory: homedir(), workingDirectory: process.cwd() });
}

/** The database file: `--db`, else `THREADLOOM_DB`, else in the user's data folder. */
export function databasePathOf({ db }: GlobalOptions, env: NodeJS.ProcessEnv): string {
  const named = db ?? env.THREADLOOM_DB;
  if (named !== undefined && named !== '') return resolve(named);
  return join(envPaths('threadloom', { suffix: '' }).data, 'history.sqlite');
}

export interface ContextOptions {
  readAhead?: boolean;
  /** Told when the database was damaged and has been made anew. */
  onRecovered?: (report: RecoveryReport) => void;
}

/** Opens database and service for a command; `warn` is told of files that are passed over. */
export async function openContext(
  options: GlobalOptions,
  env: NodeJS.ProcessEnv,
  warn: (message: string) => void = () => {},
  { readAhead = false, onRecovered }: ContextOptions = {},
): Promise<CommandContext> {
  const homes = homesOf(options, env);
  const databasePath = databasePathOf(options, env);
  const database = await openHistoryDatabase({ path: databasePath, onDamage: 'recover', onRecovered });
  const service = createThreadStore({
    database,
    homes,
    now: Date.now,
    readAhead,
    cliVersion: programVersion(),
    onRefused: ({ reason }) => warn(reason),
  });
  return { homes, databasePath, database, service, close: () => database.close() };
}
