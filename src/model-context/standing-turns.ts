/** The turns of a log that are told to begin, and were not rolled back. */
import type { RolloutRecord } from '../events/decode-line.js';
import { isTurnBoundary } from './turn-boundary.js';

export interface StandingTurn {
  turnId: string;
  /** Index of the record that begins it. */
  start: number;
  /** Index of the record that ends it; null while it is in progress. */
  end: number | null;
}

interface MetTurn extends StandingTurn {
  isUserTurn: boolean;
}

/** Oldest first. Turns that nobody asked for go with the turns around them, without being counted (spec: model-context §3). */
export function dropRolledBackTurns(records: readonly RolloutRecord[]): StandingTurn[] {
  const turns: MetTurn[] = [];
  let open: MetTurn | null = null;
  for (const [index, record] of records.entries()) {
    if (record.type !== 'event_msg') {
      if (open !== null && isRequest(record)) open.isUserTurn = true;
      continue;
    }
    const event = record.payload;
    switch (event.type) {
      case 'task_started':
        open = { turnId: event.turn_id, start: index, end: null, isUserTurn: false };
        turns.push(open);
        break;
      case 'user_message':
        if (open !== null) open.isUserTurn = true;
        break;
      case 'task_complete':
      case 'turn_aborted':
        if (open !== null && (!event.turn_id || event.turn_id === open.turnId)) {
          open.end = index;
          open = null;
        }
        break;
      case 'thread_rolled_back':
        rollBack(turns, event.num_turns);
        open = null;
        break;
    }
  }
  return turns.map(({ turnId, start, end }) => ({ turnId, start, end }));
}

function rollBack(turns: MetTurn[], count: number): void {
  let pending = count;
  while (pending > 0 && turns.length > 0) {
    if (turns.pop()?.isUserTurn) pending--;
  }
}

function isRequest(record: RolloutRecord): boolean {
  if (record.type === 'inter_agent_communication') return true;
  return record.type === 'response_item' && isTurnBoundary(record.payload);
}
