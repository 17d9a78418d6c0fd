/**
 * The frame of every tool call: the model's call, the tokens it cost, the item, the output the model gets back.
 */
import type { JsonObject } from '../json-object.js';
import { customToolCall, functionCall, toolOutput } from '../payloads/response-items.js';
import { writeResponseItem } from '../rollout-draft.js';
import { beginResponse, endResponse, type TurnDraft, writeItem, writeTokenCount } from './turn-draft.js';

/** A function with JSON arguments, or a custom tool with one text as input. */
export type ToolCall =
  | { name: string; namespace?: string; arguments: unknown }
  | { name: string; input: string };

export interface ToolRun {
  call: ToolCall;
  durationMs: number;
  /** Makes the item and its legacy events when the tool has run. */
  finish(run: {
    callId: string;
    completedAtMs: number;
  }): { item: JsonObject; legacy: readonly JsonObject[] } | null;
  /** What the model reads: text or content items. */
  output: unknown;
}

/** Tokens to which Codex cuts a tool's output for the model. */
const OUTPUT_TOKEN_LIMIT = 12_000;

export function writeToolCall(turn: TurnDraft, { call, durationMs, finish, output }: ToolRun): void {
  const { draft, turnId } = turn;
  const { ids, clock } = draft;
  beginResponse(turn);
  const callId = ids.token('call');
  const custom = 'input' in call;
  writeResponseItem(
    draft,
    custom
      ? customToolCall({ id: ids.token('ctc'), callId, turnId, ...call })
      : functionCall({ id: ids.token('fc'), callId, turnId, ...call }),
    { ordered: !custom },
  );
  endResponse(turn);
  const startedAtMs = clock.now();
  clock.advance(durationMs);
  const finished = finish({ callId, completedAtMs: clock.now() });
  if (finished) writeItem(turn, { ...finished, startedAtMs });
  const at = clock.now();
  const id = `${custom ? 'ctco' : 'fco'}_${ids.uuid(at)}`;
  writeResponseItem(draft, toolOutput({ id, callId, turnId, output, createdAtMs: at, custom }), {
    tokenLimit: OUTPUT_TOKEN_LIMIT,
  });
  writeTokenCount(turn);
}

/** Milliseconds as Codex stores durations. */
export function duration(milliseconds: number): { secs: number; nanos: number } {
  return { secs: Math.floor(milliseconds / 1000), nanos: Math.round((milliseconds % 1000) * 1_000_000) };
}
