/** What the checkpoint of a paginated rollout remembers beside its ordinal: something only where lines may have been migrated. */
import type { RecoveryState } from '../recovered/recovery-state.js';
import type { MigratedStretch } from './migrated-stretch.js';

export interface CanonicalState {
  stretch: MigratedStretch;
  recovery: RecoveryState;
}

/** @param text as `serialiseCanonicalState` made it; null where lines are as a session wrote them */
export function parseCanonicalState(text: string | null): CanonicalState | null {
  return text === null ? null : JSON.parse(text);
}

export function serialiseCanonicalState({ stretch, recovery }: CanonicalState): string {
  return JSON.stringify({ stretch, recovery });
}
