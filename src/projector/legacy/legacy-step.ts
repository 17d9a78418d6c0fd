/**
 * The work on one record: an own copy of the state, the changes made so far, and whom to ask. The rules
 * replace what lies below `state` and never write into it, because the copy is shallow and the caller
 * keeps the state before the record.
 */
import type { LegacyChange } from './legacy-change.js';
import type { LegacyHistory } from './legacy-history.js';
import type { LegacyState } from './legacy-state.js';

/** Source of ids for what the log leaves unnamed. */
export interface LegacyIds {
  /** A fresh UUIDv7. */
  uuid(): string;
}

export interface LegacyStep {
  readonly state: LegacyState;
  readonly changes: LegacyChange[];
  readonly history: LegacyHistory;
  readonly ids: LegacyIds;
}

/** Takes the next generated item id (`item-<n>`); the number counts over all turns (spec: legacy-history §1). */
export function takeItemId(step: LegacyStep): string {
  const id = `item-${step.state.nextItem}`;
  step.state.nextItem += 1;
  return id;
}
