/**
 * The face of a turn under construction: one method an item, each writing all the lines that a session writes for it,
 * in the history mode of the rollout. A turn that is neither completed nor aborted stays open, as after a crash.
 */
import type { JsonObject } from './json-object.js';
import type { AbortReason, CollaborationMode } from './payloads/turn-events.js';
import type { RolloutDraft } from './rollout-draft.js';
import type { RecordOptions } from './rollout-log.js';
import { createTurnDraft, writeItemCompleted } from './turn/turn-draft.js';
import { type CommandOptions, writeCommand } from './turn/write-command.js';
import { abortTurn, compactContext, completeTurn, startTurn } from './turn/write-lifecycle.js';
import { type McpOptions, writeMcpCall } from './turn/write-mcp-call.js';
import {
  type AgentOptions,
  type UserOptions,
  writeAgentMessage,
  writePlan,
  writeReasoning,
  writeUserMessage,
} from './turn/write-messages.js';
import {
  type SpawnOptions,
  writeAgentFinished,
  writeImageView,
  writeReviewEnd,
  writeReviewStart,
  writeSleep,
  writeSpawn,
  writeWebSearch,
} from './turn/write-other-items.js';
import { type PatchOptions, writePatch } from './turn/write-patch.js';

export interface TurnOptions {
  turnId?: string;
  rootTurnId?: string;
  mode?: CollaborationMode;
  /** False leaves task_started and the context lines out, as review turns do. */
  started?: boolean;
}

export interface TurnBuilder {
  readonly turnId: string;
  user(text: string, options?: UserOptions): TurnBuilder;
  agent(text: string, options?: AgentOptions): TurnBuilder;
  reasoning(summary: string | readonly string[], raw?: readonly string[]): TurnBuilder;
  plan(text: string): TurnBuilder;
  command(options: CommandOptions): TurnBuilder;
  patch(options: PatchOptions): TurnBuilder;
  mcp(options: McpOptions): TurnBuilder;
  webSearch(query: string): TurnBuilder;
  viewImage(path: string): TurnBuilder;
  sleep(milliseconds: number): TurnBuilder;
  spawnAgent(options: SpawnOptions): TurnBuilder;
  agentFinished(options: Omit<SpawnOptions, 'task'>): TurnBuilder;
  enterReview(hint?: string): TurnBuilder;
  exitReview(explanation?: string): TurnBuilder;
  compact(summary: string): TurnBuilder;
  /** Any turn item, as item_completed that took no time. */
  item(item: JsonObject): TurnBuilder;
  event(payload: JsonObject, options?: RecordOptions): TurnBuilder;
  record(type: string, payload: JsonObject, options?: RecordOptions): TurnBuilder;
  /** Time passes. */
  wait(milliseconds: number): TurnBuilder;
  complete(): TurnBuilder;
  /** task_complete with an error; `info` is a codex_error_info of the log (spec: legacy-event-shapes). */
  fail(message: string, info?: unknown): TurnBuilder;
  abort(reason?: AbortReason): TurnBuilder;
}

export function buildTurn(draft: RolloutDraft, options: TurnOptions = {}): TurnBuilder {
  const turn = createTurnDraft(draft, options);
  if (options.started !== false) startTurn(turn, options.mode);

  const then =
    <A extends unknown[]>(write: (...values: A) => void) =>
    (...values: A): TurnBuilder => {
      write(...values);
      return builder;
    };

  const builder: TurnBuilder = {
    turnId: turn.turnId,
    user: then((text, how) => writeUserMessage(turn, text, how)),
    agent: then((text, how) => writeAgentMessage(turn, text, how)),
    reasoning: then((summary, raw) =>
      writeReasoning(turn, typeof summary === 'string' ? [summary] : summary, raw),
    ),
    plan: then((text) => writePlan(turn, text)),
    command: then((command) => writeCommand(turn, command)),
    patch: then((patch) => writePatch(turn, patch)),
    mcp: then((call) => writeMcpCall(turn, call)),
    webSearch: then((query) => writeWebSearch(turn, query)),
    viewImage: then((path) => writeImageView(turn, path)),
    sleep: then((milliseconds) => writeSleep(turn, milliseconds)),
    spawnAgent: then((agent) => writeSpawn(turn, agent)),
    agentFinished: then((agent) => writeAgentFinished(turn, agent)),
    enterReview: then((hint = 'current changes') => writeReviewStart(turn, hint)),
    exitReview: then((explanation) => writeReviewEnd(turn, explanation)),
    compact: then((summary) => compactContext(turn, summary)),
    item: then((item) => writeItemCompleted(turn, item, draft.clock.now())),
    event: then((payload, how) => draft.log.record('event_msg', payload, how)),
    record: then((type, payload, how) => draft.log.record(type, payload, how)),
    wait: then((milliseconds) => draft.clock.advance(milliseconds)),
    complete: then(() => completeTurn(turn)),
    fail: then((message, info) => completeTurn(turn, { message, info })),
    abort: then((reason = 'interrupted') => abortTurn(turn, reason)),
  };
  return builder;
}
