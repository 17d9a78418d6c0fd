/** What pruning tells: what would go or went, and what stays although it was asked for. */

export type PruneReason =
  /** Its file is gone for long enough. */
  | 'source_gone'
  /** Rows of a text that was replaced by another, kept under `<rollout id>~<n>`. */
  | 'set_aside'
  /** Rows under an id that neither a checkpoint nor the inventory knows. */
  | 'leftover';

export interface PruneCandidate {
  /** With `~<n>` for rows that were set aside. */
  rolloutId: string;
  threadId: string;
  reason: PruneReason;
  /** Unix milliseconds; null unless its file is gone. */
  goneSinceMs: number | null;
  turns: number;
  items: number;
  diagnostics: number;
  /** Of the items' JSON. */
  textBytes: number;
}

export interface KeptRollout {
  rolloutId: string;
  /** `base_of_others`: a rollout that stays begins with its history. `changed`: it was not so any more when it was to go. */
  why: 'base_of_others' | 'changed';
}

export interface PruneTotals {
  rollouts: number;
  turns: number;
  items: number;
  diagnostics: number;
  textBytes: number;
}

/** Sums candidates up. */
export function sumUp(candidates: readonly PruneCandidate[]): PruneTotals {
  const totals: PruneTotals = { rollouts: 0, turns: 0, items: 0, diagnostics: 0, textBytes: 0 };
  for (const { turns, items, diagnostics, textBytes } of candidates) {
    totals.rollouts++;
    totals.turns += turns;
    totals.items += items;
    totals.diagnostics += diagnostics;
    totals.textBytes += textBytes;
  }
  return totals;
}
