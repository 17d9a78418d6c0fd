/**
 * Calls of tools and their outputs, out of the response items of a legacy log. The item of a call is there as soon as the call
 * is; its output replaces it, whenever it comes.
 */
import type { ExecCommandEnd } from '../../events/event-msg/exec-command.js';
import { stringifyJson } from '../../events/json/stringify-json.js';
import { execCommandEndItem } from '../../events/legacy-thread-item/exec-command.js';
import type { KnownResponseItem } from '../../events/response-item/response-item.js';
import type { ThreadItem } from '../../events/thread-item/thread-item.js';
import type { OutputContent } from '../../events/value/output-content.js';
import type { TurnKey } from '../legacy/legacy-state.js';
import { completeItem } from './complete-item.js';
import { type CallResponseItem, recoverCall } from './recover-call.js';
import { pollOf, recoverPollOutput } from './recover-polls.js';
import type { RecoveredItem } from './recovered-rows.js';
import { rememberPoll, rememberRunning } from './recovery-state.js';
import { addRecovered, homeTurn, ownId, type RecoveryStep, replaceRecovered } from './recovery-step.js';

/** Response items that are outputs. */
export type OutputResponseItem = Extract<
  KnownResponseItem,
  { type: 'function_call_output' | 'custom_tool_call_output' | 'tool_search_output' }
>;

/** Adds the item of a call. */
export function onCall(step: RecoveryStep, call: CallResponseItem): void {
  const turn = homeTurn(step, namedTurn(call));
  if (turn === null) return;
  const given = callId(call);
  const poll = pollOf(step.state, call);
  if (poll !== null) {
    step.state = rememberPoll(step.state, poll);
    if (!poll.writes) return;
  }
  const item = recoverCall(call, given ?? ownId(step), step.state.folder);
  // Older logs tell of a hosted call without the id that its event has.
  if (given === null && isHosted(item) && step.rows.showsKind(turn, item.type)) return;
  addRecovered(step, turn, item, { ended: isHosted(item) });
}

/** Puts an output into the item of its call; one whose call is not there is an item of its own. */
export function onOutput(step: RecoveryStep, response: OutputResponseItem): void {
  const id = response.call_id ?? response.id ?? null;
  if (id === null) return;
  const output = outputOf(response);
  const polled = recoverPollOutput(step, id, output);
  const named = namedTurn(response);
  for (const turn of likelyTurns(step, named)) {
    if (step.rows.hasEnded(turn, id)) return;
    const found = step.rows.findRecovered(turn, id);
    if (found !== null) {
      complete(step, found, output);
      return;
    }
    if (step.rows.countItems(turn, id).shown > 0) return;
  }
  const home = homeTurn(step, named);
  if (polled || home === null) return;
  addRecovered(step, home, { type: 'functionCallOutput', id, ...toolOf(response), output }, { ended: true });
}

/** Takes a command's end from its event, which knows more than the texts do; older logs have it, and Codex passes over it. */
export function onCommandEnd(step: RecoveryStep, event: ExecCommandEnd): void {
  for (const turn of likelyTurns(step, event.turn_id)) {
    const found = step.rows.findRecovered(turn, event.call_id);
    if (found === null) continue;
    if (found.item.type === 'commandExecution') {
      replaceRecovered(step, { ...found, item: execCommandEndItem(event) }, { ended: true });
    }
    return;
  }
}

function complete(step: RecoveryStep, found: RecoveredItem, output: OutputContent): void {
  const completed = completeItem(found.item, output);
  if (completed === null) return;
  const { item, session } = completed;
  replaceRecovered(step, { ...found, item }, { ended: session === null });
  if (session === null) return;
  const { turn, itemId, occurrence } = found;
  step.state = rememberRunning(step.state, { session, turn, itemId, occurrence });
}

/** Where the item of a call can be when its output comes: turns can change in between. */
function likelyTurns({ rows, current }: RecoveryStep, named: string | null): Iterable<TurnKey> {
  const turns = new Map<string, TurnKey>();
  const add = (turn: TurnKey | null) => turn && turns.set(`${turn.occurrence} ${turn.turnId}`, turn);
  add(current);
  if (named !== null && named !== current?.turnId) add(rows.findTurn(named));
  return withNewest(turns, rows.newestTurns.bind(rows));
}

/** The older turns are asked for only when the call is not where it should be. */
function* withNewest(
  turns: Map<string, TurnKey>,
  newestTurns: (count: number) => TurnKey[],
): Generator<TurnKey, void, undefined> {
  yield* turns.values();
  for (const turn of newestTurns(TURNS_LOOKED_INTO)) {
    if (!turns.has(`${turn.occurrence} ${turn.turnId}`)) yield turn;
  }
}

const TURNS_LOOKED_INTO = 3;

/** Calls that run at the provider have no id but the item's own. */
function callId(call: CallResponseItem): string | null {
  const hosted = call.type === 'web_search_call' || call.type === 'image_generation_call';
  return (hosted ? null : call.call_id) ?? call.id ?? null;
}

function toolOf(response: OutputResponseItem): { name: string; namespace: string | null } {
  const { type } = response;
  if (type === 'tool_search_output') return { name: 'tool_search', namespace: null };
  const namespace = type === 'function_call_output' ? response.namespace : null;
  return { name: response.name ?? 'unknown', namespace: namespace ?? null };
}

function outputOf(response: OutputResponseItem): OutputContent {
  return response.type === 'tool_search_output' ? stringifyJson(response.tools) : response.output;
}

function namedTurn({
  internal_chat_message_metadata_passthrough: passed,
}: CallResponseItem | OutputResponseItem): string | null {
  return passed?.turn_id ?? null;
}

/** Tools that run at the model's provider: the call holds what came of it. */
function isHosted({ type }: ThreadItem): boolean {
  return type === 'webSearch' || type === 'imageGeneration';
}
