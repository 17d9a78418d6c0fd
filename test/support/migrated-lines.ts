/**
 * Lines of paginated rollouts that were migrated from legacy ones: items that only migrations name among the response items that
 * are all there is of many calls, followed by what a session wrote.
 */
import fc from 'fast-check';
import type { JsonObject } from '../../src/testing/json-object.js';
import { THREAD_ID } from './arbitrary-values.js';
import { arbitraryRecords, event, sessionMeta, started } from './recovered-lines.js';

const time = (second: number) => new Date(Date.UTC(2025, 8, 26, 17, 0, second)).toISOString();

type Line = { type: string; payload: JsonObject };

/** Records as the lines of a paginated rollout, a second apart. */
export function paginatedLines(records: readonly Line[]): string {
  return records
    .map((record, ordinal) => `${JSON.stringify({ timestamp: time(ordinal), ordinal, ...record })}\n`)
    .join('');
}

export const paginatedMeta: Line = {
  type: 'session_meta',
  payload: { ...sessionMeta.payload, session_id: THREAD_ID, history_mode: 'paginated' },
};

export const item = (id: string, kind: JsonObject, turn_id = 'a') =>
  event({
    type: 'item_completed',
    thread_id: THREAD_ID,
    turn_id,
    item: { ...kind, id },
    completed_at_ms: 1_758_906_000_000,
  });
export const said = (id: string, text: string, turnId = 'a') =>
  item(id, { type: 'UserMessage', content: [{ type: 'text', text, text_elements: [] }] }, turnId);
export const answered = (id: string, text: string, turnId = 'a') =>
  item(id, { type: 'AgentMessage', content: [{ type: 'Text', text }] }, turnId);
export const ended = (turn_id: string) => event({ type: 'task_complete', turn_id, last_agent_message: null });

const itemId = fc.constantFrom(
  'item-1',
  'item-2',
  'item-3',
  'x',
  'y',
  '019a0000-0000-7000-8000-000000000001',
);
const turnId = fc.constantFrom('a', 'b', 'rollout-3');

/** What stands in a paginated rollout in the place of a legacy event. */
function canonicalOf(record: Line, id: string, turn: string): Line {
  const { type, payload } = record;
  // Which model a thread ran with last is told by the last of them.
  if (type === 'turn_context') return { type, payload: { ...payload, model: id } };
  if (type !== 'event_msg') return record;
  switch (payload.type) {
    case 'user_message':
      return said(id, String(payload.message), turn);
    case 'agent_message':
      return answered(id, String(payload.message), turn);
    case 'patch_apply_end':
      return item(String(payload.call_id), { type: 'FileChange', changes: {}, status: 'completed' }, turn);
    case 'exec_command_end':
      // A kind that nobody knows.
      return item(String(payload.call_id), { type: 'Hologram', depth: 3 }, turn);
    case 'web_search_end':
      return answered(String(payload.call_id), 'found', turn);
    default:
      return record;
  }
}

/** Some such logs one after the other. */
export const arbitraryLongRecords = fc
  .array(arbitraryRecords, { minLength: 3, maxLength: 6 })
  .map((logs) => [sessionMeta, ...logs.flatMap(([, ...records]) => records)]);

/** Records in any order, with items of all sorts of names. */
export const arbitraryMigratedRecords = arbitraryLongRecords.chain(([, ...records]) =>
  fc
    .array(fc.tuple(itemId, turnId), { minLength: records.length, maxLength: records.length })
    .map((names) => [
      ...[paginatedMeta, started('a'), said('item-1', 'begin')].slice(0, names[0]?.[0] === 'x' ? 1 : 3),
      ...records.map((record, at) => canonicalOf(record, names[at]?.[0] ?? 'x', names[at]?.[1] ?? 'a')),
    ]),
);
