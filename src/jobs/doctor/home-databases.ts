/** The databases of Codex in a home: how much room they take, and whether they can be read. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkPeerDatabase } from '../../store/peer/check-peer-database.js';
import { PEER_HISTORY_FILE } from '../../store/peer/peer-history-schema.js';
import { type DoctorFinding, finding } from './finding.js';

export interface DatabaseUse {
  path: string;
  bytes: number;
  /** Of the write-ahead log beside it. */
  walBytes: number;
}

export interface HomeDatabases {
  databases: DatabaseUse[];
  findings: DoctorFinding[];
  /** Those that cannot be read. */
  corrupt: Set<string>;
}

/** A check reads every page; more is read only when asked for. */
const QUICK_CHECK_BYTES = 256 * 1024 * 1024;
const LARGE_WAL_BYTES = 256 * 1024 * 1024;

/** Codex finds damage of these at its start, sets them aside and makes them anew (seen with 0.169.0). */
const BY_START = 'codex';

export function lookAtDatabases(home: string, { deep }: { deep: boolean }): HomeDatabases {
  const found: HomeDatabases = { databases: [], findings: [], corrupt: new Set() };
  for (const name of databaseNames(home)) {
    const path = join(home, name);
    const bytes = sizeOf(path);
    const walBytes = sizeOf(`${path}-wal`);
    found.databases.push({ path, bytes, walBytes });
    if (walBytes > LARGE_WAL_BYTES) {
      found.findings.push(finding('large-write-ahead-log', { path: `${path}-wal` }, { bytes: walBytes }));
    }
    const health = checkPeerDatabase(path, deep ? undefined : QUICK_CHECK_BYTES);
    if (health.kind === 'corrupt') {
      found.corrupt.add(path);
      const command = name === PEER_HISTORY_FILE ? 'threadloom repair --codex --apply' : BY_START;
      found.findings.push(finding('corrupt-database', { path }, { reason: health.reason, command }));
    } else if (health.kind !== 'sound') {
      const reason =
        health.kind === 'unreadable' ? health.reason : `it takes ${bytes} bytes, and --deep was not given`;
      found.findings.push(finding('database-not-checked', { path }, { reason }));
    }
  }
  return found;
}

function databaseNames(home: string): string[] {
  const entries = readdirSync(home, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.sqlite'))
    .map(({ name }) => name)
    .sort();
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
