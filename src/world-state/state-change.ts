/** What records say to the world state; all other kinds of records say nothing. */
import type { RolloutRecord } from '../events/decode-line.js';
import { isObjectValue, memberOf, type WorldStateSnapshot } from './snapshot.js';

/**
 * A change of the baseline. `unreadable` stands for a record whose content cannot be taken: what it said is not known, and no
 * writer goes on from it.
 */
export type StateChange =
  | { readonly kind: 'full' | 'patch'; readonly state: WorldStateSnapshot }
  | { readonly kind: 'compacted' }
  | { readonly kind: 'unreadable'; readonly detail: string };

/** Whether what was before a change does not matter after it. */
export function endsWhatWasBefore({ kind }: StateChange): boolean {
  return kind === 'full' || kind === 'compacted';
}

/** What a decoded record changes; null for a record that does not concern the world state. */
export function stateChangeOf(record: RolloutRecord): StateChange | null {
  switch (record.type) {
    case 'world_state':
      return { kind: record.payload.full ? 'full' : 'patch', state: record.payload.state };
    case 'compacted':
      return { kind: 'compacted' };
    default:
      return null;
  }
}

/**
 * Reads the payload of a world_state line as it lies in the log, with exact numbers and key order if `parseJson` made it.
 * Older writers could put any JSON into `state`; only objects are states (spec: world-state §2).
 */
export function readStateChange(payload: unknown): StateChange {
  if (!isObjectValue(payload)) return unreadable('its payload is not an object');
  const full = memberOf(payload, 'full');
  const state = memberOf(payload, 'state');
  if (typeof full !== 'boolean') return unreadable('it does not say whether it is a full snapshot');
  if (!isObjectValue(state))
    return unreadable(`the state of the ${full ? 'snapshot' : 'patch'} is no object`);
  return { kind: full ? 'full' : 'patch', state };
}

function unreadable(detail: string): StateChange {
  return { kind: 'unreadable', detail };
}
