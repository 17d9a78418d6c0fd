/**
 * Damage that is none to whoever wrote it: another version has other words for the same things (spec: demand F42). Each
 * function is pure; `at` chooses the first line of the other version, counted round.
 */
import { lineSpanAt, splice } from './line-spans.js';

const OTHER_EVENTS: Readonly<Record<string, string>> = {
  task_started: 'turn_opened',
  task_complete: 'turn_closed',
  turn_aborted: 'turn_dropped',
  item_completed: 'thread_item_done',
  user_message: 'user_said',
  agent_message: 'agent_said',
  exec_command_end: 'command_ran',
};

const OTHER_ITEMS: Readonly<Record<string, string>> = {
  UserMessage: 'UserUtterance',
  AgentMessage: 'AgentUtterance',
  CommandExecution: 'ProcessRun',
};

/** Events have other names from the chosen line on, those of turns and items among them. */
export function renameEvents(bytes: Uint8Array, at: number): Uint8Array {
  return renameFrom(bytes, at, /"payload":\{"type":"(\w+)"/g, OTHER_EVENTS);
}

/** Items have other names from the chosen line on, within events of the names that they always had. */
export function renameItems(bytes: Uint8Array, at: number): Uint8Array {
  return renameFrom(bytes, at, /"item":\{"type":"(\w+)"/g, OTHER_ITEMS);
}

/** Bytes that are no UTF-8 stay as they are. */
function renameFrom(
  bytes: Uint8Array,
  at: number,
  place: RegExp,
  words: Readonly<Record<string, string>>,
): Uint8Array {
  const from = lineSpanAt(bytes, at)?.start ?? bytes.length;
  const text = Buffer.from(bytes.subarray(from)).toString('latin1');
  const renamed = text.replace(place, (found, word: string) => found.replace(word, words[word] ?? word));
  return splice(bytes, from, bytes.length, Buffer.from(renamed, 'latin1'));
}
