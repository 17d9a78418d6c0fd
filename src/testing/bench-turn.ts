/**
 * One turn of the benchmark rollout. Messages and commands have their response items beside them, as in a real rollout;
 * the other items stand alone, so that 25 lines hold a turn of nine items.
 */

import { type BenchItem, benchCommand, benchMessage, benchSideItem } from './bench-items.js';
import type { TestClock } from './clock.js';
import type { TestIds } from './ids.js';
import type { JsonObject } from './json-object.js';
import {
  assistantMessage,
  functionCall,
  harnessMetadata,
  inputMessage,
  toolOutput,
} from './payloads/response-items.js';
import type { HistoryMode } from './payloads/session-meta.js';
import { tokenCount, tokenUsage, tokenUsageRecord } from './payloads/token-usage.js';
import { turnContext } from './payloads/turn-context.js';
import { itemCompleted, taskComplete, taskStarted } from './payloads/turn-events.js';
import { modelOutput } from './turn/write-command.js';

export interface BenchSession {
  readonly threadId: string;
  readonly historyMode: HistoryMode;
  readonly cwd: string;
  readonly clock: TestClock;
  readonly ids: TestIds;
  readonly output: (run: number) => string;
  readonly write: (type: string, payload: JsonObject, metadata?: JsonObject) => void;
  /** Response items so far. */
  sequence: number;
  commands: number;
  sideItems: number;
}

export interface BenchTurn {
  /** A user message and a final answer among them. */
  items: number;
  commands: number;
  /** Lines of token counts. */
  tokenLines: number;
}

/** Lines of a turn without token counts. */
export function linesOf({ items, commands }: Omit<BenchTurn, 'tokenLines'>): number {
  return 5 + items + 2 * commands;
}

const QUESTION = 'The table for Vlissingen is off by one tide after the clock change, please find out why';
const ANSWER = 'The port was read in local time. It is UTC now, and `npm test` passes.';

export function writeBenchTurn(session: BenchSession, turn: BenchTurn): void {
  const { clock, ids, write, cwd } = session;
  const startedAtMs = clock.now();
  const turnId = ids.uuid(startedAtMs);
  const named = { turnId, rootTurnId: turnId };
  write('event_msg', taskStarted({ ...named, startedAtMs }));
  write('turn_context', turnContext({ cwd, model: 'gpt-5.5', modelProvider: 'openai' }, named));
  const id = `msg_${ids.uuid(startedAtMs)}`;
  const content = [{ type: 'input_text', text: QUESTION }];
  respond(
    session,
    inputMessage({ id, turnId, role: 'user', content, kind: 'user.text', createdAtMs: startedAtMs }),
  );
  show(session, turnId, benchMessage(ids.uuid(startedAtMs), QUESTION, 'user'));

  let sideItems = turn.items - 2 - turn.commands;
  for (let command = 0; command < turn.commands; command++) {
    if (sideItems > 0) {
      show(session, turnId, benchSideItem(session, turnId));
      sideItems -= 1;
    }
    runCommand(session, turnId);
  }
  for (; sideItems > 0; sideItems--) show(session, turnId, benchSideItem(session, turnId));

  const answerId = ids.token('msg');
  show(session, turnId, benchMessage(answerId, ANSWER, 'agent'));
  respond(session, assistantMessage({ id: answerId, turnId, text: ANSWER, phase: 'final_answer' }));
  writeTokenLines(session, turnId, turn.tokenLines);
  const completedAtMs = clock.now();
  write(
    'event_msg',
    taskComplete({ ...named, lastAgentMessage: ANSWER, startedAtMs, completedAtMs, firstTokenMs: 3 }),
  );
}

function runCommand(session: BenchSession, turnId: string): void {
  const { ids, clock } = session;
  const callId = ids.token('call');
  const output = session.output(session.commands++);
  const { item, command, exitCode } = benchCommand(session, { turnId, callId, output });
  const args = { cmd: command, yield_time_ms: 10_000, max_output_tokens: 300 };
  respond(
    session,
    functionCall({ id: ids.token('fc'), callId, turnId, name: 'exec_command', arguments: args }),
  );
  show(session, turnId, item);
  // The model asked for fewer tokens than there are; whole lines, so that no character is cut in two.
  const read = output.slice(0, output.lastIndexOf('\n', output.length * 0.55) + 1);
  const told = modelOutput(callId.slice(5, 11), { output: read, exitCode, durationMs: 240 });
  const at = clock.now();
  respond(session, toolOutput({ id: `fco_${ids.uuid(at)}`, callId, turnId, output: told, createdAtMs: at }));
}

function respond(session: BenchSession, payload: JsonObject): void {
  session.sequence += 1;
  const metadata = harnessMetadata({ sequence: session.sequence, sampledThrough: session.sequence - 1 });
  session.write('response_item', payload, metadata);
}

function show(
  { historyMode, threadId, clock, write }: BenchSession,
  turnId: string,
  { item, legacy }: BenchItem,
): void {
  if (historyMode === 'legacy') {
    write('event_msg', legacy);
    return;
  }
  const completedAtMs = clock.now();
  write(
    'event_msg',
    itemCompleted({ threadId, turnId, item, startedAtMs: completedAtMs - 2, completedAtMs }),
  );
}

function writeTokenLines(
  { threadId, ids, write, sequence }: BenchSession,
  turnId: string,
  count: number,
): void {
  const usage = tokenUsage(4_000 + (sequence % 90_000), 3_968, 180, 64);
  const usages = { usage, turnUsage: usage, threadUsage: usage };
  for (let line = 0; line < count; line++) {
    if (line % 2 === 1) write('event_msg', tokenCount(usage, usage));
    else {
      const responseId = ids.token('resp');
      const named = { threadId, sessionId: threadId, turnId, rootTurnId: turnId };
      write('token_usage_record', tokenUsageRecord({ ...named, responseId, ...usages }));
    }
  }
}
