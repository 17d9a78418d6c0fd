/** Where in a log somebody asked for something that was not taken back since: the places where forks are cut. */
import type { RolloutRecord } from '../events/decode-line.js';
import { readEnvelope } from './inter-agent-message.js';
import { isTurnBoundary, isUserRequest } from './turn-boundary.js';

/** Indexes of the user's messages that stand, oldest first. */
export function userMessagePositions(records: readonly RolloutRecord[]): number[] {
  const positions: number[] = [];
  for (const [index, record] of records.entries()) {
    if (record.type === 'response_item' && isUserRequest(record.payload)) positions.push(index);
    const rolledBack = rollbackOf(record);
    if (rolledBack !== null) positions.splice(Math.max(positions.length - rolledBack, 0));
  }
  return positions;
}

/**
 * Indexes where a turn of a fork begins: messages of the user, and messages of other agents that began a turn (spec:
 * model-context §8). A rollback counts all messages that ask for something, and takes what began after the oldest of them.
 */
export function forkTurnPositions(records: readonly RolloutRecord[]): number[] {
  const requests: number[] = [];
  let turns: number[] = [];
  for (const [index, record] of records.entries()) {
    const rolledBack = rollbackOf(record);
    if (rolledBack !== null) {
      const [first] = rolledBack === 0 ? [] : requests.splice(Math.max(requests.length - rolledBack, 0));
      if (first !== undefined) turns = turns.filter((turn) => turn < first);
      continue;
    }
    if (isRequest(record)) requests.push(index);
    if (beginsForkTurn(record, records[index - 1])) turns.push(index);
  }
  return turns;
}

function isRequest(record: RolloutRecord): boolean {
  if (record.type === 'inter_agent_communication') return true;
  return record.type === 'response_item' && isTurnBoundary(record.payload);
}

/** @param before the record before it, which says of an agent message whether it began a turn */
function beginsForkTurn(record: RolloutRecord, before: RolloutRecord | undefined): boolean {
  if (record.type === 'inter_agent_communication') return record.payload.trigger_turn;
  if (record.type !== 'response_item') return false;
  const { payload } = record;
  if (payload.type === 'agent_message') {
    return before?.type === 'inter_agent_communication_metadata' && before.payload.trigger_turn;
  }
  if (isUserRequest(payload)) return true;
  return (
    payload.type === 'message' && payload.role === 'assistant' && readEnvelope(payload)?.trigger_turn === true
  );
}

function rollbackOf(record: RolloutRecord): number | null {
  if (record.type !== 'event_msg' || record.payload.type !== 'thread_rolled_back') return null;
  return record.payload.num_turns;
}
