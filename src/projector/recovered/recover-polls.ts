/**
 * Commands that go on while the model does other things: each later call brings one more part of their output. All parts
 * stand in the item of the command, as in the items that Codex writes.
 */
import type { OutputContent } from '../../events/value/output-content.js';
import { namedArguments, textArgument } from './call-arguments.js';
import { endedCommand } from './command-item.js';
import { readCommandResult } from './command-output.js';
import { outputText } from './output-parts.js';
import type { CallResponseItem } from './recover-call.js';
import { forgetPoll, forgetRunning, type Poll, type RecoveryState } from './recovery-state.js';
import { type RecoveryStep, replaceRecovered } from './recovery-step.js';

const TOOLS: ReadonlySet<string> = new Set(['write_stdin', 'unified_exec']);

/** The call as one that asks a known command for more; `writes` when it also types something, which is worth an item. */
export function pollOf(state: RecoveryState, call: CallResponseItem): (Poll & { writes: boolean }) | null {
  if (state.running.length === 0 || call.type !== 'function_call' || !TOOLS.has(call.name)) return null;
  const given = namedArguments(call.arguments);
  if (given === null) return null;
  const session = String(given.session_id ?? '');
  if (!state.running.some((known) => known.session === session)) return null;
  const typed =
    textArgument(given, 'chars') !== null || (Array.isArray(given.input) && given.input.length > 0);
  return { callId: call.call_id, session, writes: typed };
}

/**
 * Adds an output to the command that was asked for it.
 *
 * @returns false when no command was
 */
export function recoverPollOutput(step: RecoveryStep, callId: string, output: OutputContent): boolean {
  const poll = step.state.polls.find((known) => known.callId === callId);
  if (poll === undefined) return false;
  step.state = forgetPoll(step.state, callId);
  const key = step.state.running.find(({ session }) => session === poll.session);
  if (key === undefined) return true;
  const { turn, itemId, occurrence } = key;
  const item = step.rows.readRecovered(key);
  const result = readCommandResult(outputText(output));
  const ended = result.session === null && result.exitCode !== null;
  if (ended || item === null) step.state = forgetRunning(step.state, poll.session);
  // A call that failed says nothing of the command, which goes on.
  if (item?.type !== 'commandExecution' || (!ended && result.session === null)) return true;
  replaceRecovered(step, { turn, itemId, occurrence, item: endedCommand(item, result) }, { ended });
  return true;
}
