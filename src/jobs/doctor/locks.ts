/** The locks of a home as they stand: who writes which thread, and what dead processes left. Takes none of them. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileSystem } from '../../files/file-system.js';
import { findHolder, type LockHolder } from '../../rollout/writing/lock-holder.js';
import { isAlive, readLockOwner } from '../../rollout/writing/lock-owner.js';
import { type DoctorFinding, finding } from './finding.js';

export interface HomeLocks {
  /** Threads that a process writes at the moment, where the system says so. */
  held: Map<string, LockHolder>;
  findings: DoctorFinding[];
}

const LOCK = /^([0-9a-f-]{36})\.lock$/i;
const OWNER = /^([0-9a-f-]{36})\.owner\.json$/i;

/** @param now Unix milliseconds */
export function lookAtLocks(home: string, now: number): HomeLocks {
  const locks: HomeLocks = { held: new Map(), findings: [] };
  const folder = join(home, 'thread-writer-locks');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of names) lookAtLock(locks, folder, name);
  for (const name of names) lookAtOwner(locks, folder, name, now);
  const maintenance = join(home, '.tmp', 'rollout-maintenance.lock');
  const { pid } = holderOf(maintenance) ?? { pid: null };
  if (pid !== null) locks.findings.push(finding('maintenance-running', { path: maintenance }, { pid }));
  return locks;
}

function lookAtLock({ held, findings }: HomeLocks, folder: string, name: string): void {
  const threadId = LOCK.exec(name)?.[1]?.toLowerCase();
  if (threadId === undefined) return;
  const path = join(folder, name);
  const holder = holderOf(path);
  if (holder !== null && holder.pid !== null) held.set(threadId, holder);
  // Elsewhere nobody tells whether a lock is held, and trying would keep others from it.
  else if (holder !== null && process.platform === 'linux')
    findings.push(finding('stale-lock', { threadId, path }));
}

function lookAtOwner({ held, findings }: HomeLocks, folder: string, name: string, now: number): void {
  const threadId = OWNER.exec(name)?.[1]?.toLowerCase();
  if (threadId === undefined || held.has(threadId)) return;
  const path = join(folder, name);
  const owner = readLockOwner(fileSystem, path);
  if (owner === null || isAlive(owner, { host: hostname(), now })) return;
  findings.push(finding('stale-owner', { threadId, path }, { pid: owner.pid }));
}

/** Null when there is no such file. */
function holderOf(path: string): LockHolder | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? null : findHolder(stat.ino, null);
}
