/**
 * Recovery: makes items of what a legacy log tells only in the words of the model, which Codex leaves out of its history. It
 * runs beside the legacy reducer and never disturbs it: turns, the items that events give, and their places stay as they
 * are. Pure; whatever lies further back is asked of the rows.
 */
import type { EventMsg } from '../../events/event-msg/event-msg.js';
import type { Compacted } from '../../events/record/compacted.js';
import type { RolloutRecord } from '../../events/record/rollout-record.js';
import type { MessageResponseItem } from '../../events/response-item/message.js';
import type { ResponseItem } from '../../events/response-item/response-item.js';
import { agentMessageThreadItem } from '../../events/to-thread-item/agent-message.js';
import { textInput, userMessageThreadItem } from '../../events/to-thread-item/user-message.js';
import type { TurnKey } from '../legacy/legacy-state.js';
import { keptMessages, lostMessages } from './compacted-messages.js';
import { onCall, onCommandEnd, onOutput } from './recover-tool-calls.js';
import type { RecoveredChange, RecoveredRows } from './recovered-rows.js';
import type { RecoveryState } from './recovery-state.js';
import { addRecovered, homeTurn, ownId, type RecoveryStep } from './recovery-step.js';
import { readUserShellCommand } from './user-shell-command.js';

/** Where a record stands. */
export interface RecoveryPlace {
  current: TurnKey | null;
  recordIndex: number;
}

/** What a record comes to. */
export interface Recovery {
  state: RecoveryState;
  changes: RecoveredChange[];
}

/** Recovers what one record holds, after the legacy reducer has had it. */
export function recoverRecord(
  state: RecoveryState,
  record: RolloutRecord,
  rows: RecoveredRows,
  { current, recordIndex }: RecoveryPlace,
): Recovery {
  const step: RecoveryStep = { state, changes: [], rows, current, recordIndex };
  if (record.type === 'response_item') onResponseItem(step, record.payload);
  else if (record.type === 'compacted') onCompacted(step, record.payload);
  return { state: step.state, changes: step.changes };
}

/** Recovers what an event tells that Codex passes over: it has no place of its own, and changes only what is there. */
export function recoverEvent(
  state: RecoveryState,
  event: EventMsg,
  rows: RecoveredRows,
  { current, recordIndex }: RecoveryPlace,
): Recovery {
  const step: RecoveryStep = { state, changes: [], rows, current, recordIndex };
  if (event.type === 'exec_command_end') onCommandEnd(step, event);
  return { state: step.state, changes: step.changes };
}

/** Whether recovery looks at a response item at all. */
export function isRecoverable(item: ResponseItem): boolean {
  switch (item.type) {
    case 'function_call':
    case 'custom_tool_call':
    case 'local_shell_call':
    case 'web_search_call':
    case 'image_generation_call':
    case 'tool_search_call':
    case 'function_call_output':
    case 'custom_tool_call_output':
    case 'tool_search_output':
      return true;
    case 'message':
      return item.role === 'user';
    default:
      return false;
  }
}

function onResponseItem(step: RecoveryStep, item: ResponseItem): void {
  switch (item.type) {
    case 'function_call':
    case 'custom_tool_call':
    case 'local_shell_call':
    case 'web_search_call':
    case 'image_generation_call':
    case 'tool_search_call':
      onCall(step, item);
      break;
    case 'function_call_output':
    case 'custom_tool_call_output':
    case 'tool_search_output':
      onOutput(step, item);
      break;
    case 'message':
      if (item.role === 'user') onUserMessage(step, item);
      break;
    default:
      break;
  }
}

function onUserMessage(step: RecoveryStep, message: MessageResponseItem): void {
  const text = message.content.map((part) => (part.type === 'input_text' ? part.text : '')).join('');
  const command = readUserShellCommand(message.id ?? ownId(step), text, step.state.folder ?? '');
  if (command === null) return;
  const turn = homeTurn(step, message.internal_chat_message_metadata_passthrough?.turn_id ?? null);
  if (turn !== null) addRecovered(step, turn, command, { ended: true });
}

/**
 * All lost messages of one compaction are one item, since the record has one place: those of the user, or those of the agent
 * where the user has lost none.
 */
function onCompacted(step: RecoveryStep, compacted: Compacted): void {
  const kept = keptMessages(compacted);
  const turn = homeTurn(step, null);
  if (kept.length === 0 || turn === null) return;
  const agent = kept.some(({ role }) => role === 'agent');
  const lost = lostMessages(kept, step.rows.messageTexts({ agent }));
  const ofUser = lost.filter(({ role }) => role === 'user').map(({ text }) => textInput(text, []));
  const id = ownId(step);
  if (ofUser.length > 0) addRecovered(step, turn, userMessageThreadItem(id, null, ofUser), { ended: true });
  else if (lost.length > 0) {
    const text = lost.map((message) => message.text).join('\n\n');
    addRecovered(step, turn, agentMessageThreadItem(id, text, {}), { ended: true });
  }
}
