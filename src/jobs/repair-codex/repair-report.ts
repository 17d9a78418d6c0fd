/** What a repair of Codex's history database tells: of each rollout, and in all. */
import type { FindingKind } from '../doctor/finding-kinds.js';

/** Rows of a rollout. */
export interface RowCount {
  turns: number;
  items: number;
}

/**
 * What became of a rollout whose rows are not those of its log:
 *
 * - `repairable`: would be repaired (dry run)
 * - `repaired`: Codex's rows and checkpoint are those of the log, which was looked at again afterwards
 * - `held`: a process writes the thread; nothing was done
 * - `would_lose`: Codex has rows that the file does not hold any more; nothing was done
 * - `failed`: see `message`; nothing was done
 */
export type RepairStatus = 'repairable' | 'repaired' | 'held' | 'would_lose' | 'failed';

export interface RolloutRepair {
  threadId: string;
  rolloutId: string;
  path: string;
  status: RepairStatus;
  /** What is wrong with it. */
  kinds: FindingKind[];
  /** Of Codex. */
  before: RowCount;
  /** Of the log. */
  after: RowCount;
  /** Turns and items of Codex that the file does not hold any more. */
  lost: number;
  message: string | null;
}

export interface RepairTotals extends Record<RepairStatus, number> {
  /** Rollouts that were looked at. */
  rollouts: number;
  /** Of these, such that were right as they were. */
  sound: number;
  durationMs: number;
}

/**
 * What became of a home:
 *
 * - `done`: every rollout was looked at
 * - `stopped`: the caller asked to leave off
 * - `no_database`: Codex has none here and makes one when it needs it
 * - `unknown_schema`: of another version of Codex; `older` ones it brings up to date itself
 * - `corrupt`: cannot be read; would be set aside (dry run)
 * - `set_aside`: could not be read, and lies in `movedTo` now; Codex makes a new one
 * - `in_use`: cannot be read, and processes have it open
 */
export type CodexRepair = { home: string; path: string; totals: RepairTotals } & (
  | { status: 'done' | 'stopped'; backup: string | null }
  | { status: 'no_database' }
  | { status: 'unknown_schema'; age: 'older' | 'newer'; found: string }
  | { status: 'corrupt'; reason: string }
  | { status: 'set_aside'; reason: string; movedTo: string }
  | { status: 'in_use'; reason: string; processes: number[] }
);

export function noRepairs(): RepairTotals {
  const none = { repairable: 0, repaired: 0, held: 0, would_lose: 0, failed: 0 };
  return { rollouts: 0, sound: 0, ...none, durationMs: 0 };
}
