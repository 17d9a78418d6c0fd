/** What people write for a place in a thread's history. */
import type { WorldStatePoint } from '../api/world-state/world-state-point.js';

/** A number is an ordinal, `now` the newest place, all else the id of a turn. */
export function parsePoint(text: string): WorldStatePoint | undefined {
  if (text === 'now') return undefined;
  const ordinal = Number(text);
  return /^\d+$/.test(text) && Number.isSafeInteger(ordinal) ? { ordinal } : { turnId: text };
}

/** The place in words. */
export function describePoint(point: WorldStatePoint | null | undefined): string {
  if (point == null) return 'now';
  return point.turnId === undefined ? `after record ${point.ordinal}` : `after turn ${point.turnId}`;
}
