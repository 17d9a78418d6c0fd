/**
 * A turn under construction, and the rhythm of a session around its items: a model response begins with its first
 * output and ends with its token counts.
 */
import type { JsonObject } from '../json-object.js';
import {
  addUsage,
  NO_USAGE,
  type TokenUsage,
  tokenCount,
  tokenUsage,
  tokenUsageRecord,
} from '../payloads/token-usage.js';
import { itemCompleted } from '../payloads/turn-events.js';
import type { RolloutDraft } from '../rollout-draft.js';

export interface TurnDraft {
  readonly draft: RolloutDraft;
  readonly turnId: string;
  readonly rootTurnId: string;
  readonly startedAtMs: number;
  usage: TokenUsage;
  responseOpen: boolean;
  firstTokenMs: number | undefined;
  lastAgentMessage: string | null;
}

export function createTurnDraft(
  draft: RolloutDraft,
  { turnId, rootTurnId }: { turnId?: string | undefined; rootTurnId?: string | undefined },
): TurnDraft {
  const startedAtMs = draft.clock.now();
  const id = turnId ?? draft.ids.uuid(startedAtMs);
  return {
    draft,
    turnId: id,
    rootTurnId: rootTurnId ?? id,
    startedAtMs,
    usage: NO_USAGE,
    responseOpen: false,
    firstTokenMs: undefined,
    lastAgentMessage: null,
  };
}

/** The model starts to answer, unless it already does: time passes, and it has now seen all items so far. */
export function beginResponse(turn: TurnDraft): void {
  if (turn.responseOpen) return;
  const { draft } = turn;
  turn.responseOpen = true;
  draft.clock.advance(700 + draft.ids.pick(2_600));
  draft.sampledThrough = draft.sequence;
  turn.firstTokenMs ??= draft.clock.now() - turn.startedAtMs;
}

/** The response is over; its usage goes to the log. */
export function endResponse(turn: TurnDraft): void {
  if (!turn.responseOpen) return;
  turn.responseOpen = false;
  const { draft } = turn;
  const input = draft.contextTokens;
  const cached = Math.min(draft.lastUsage.input_tokens, input);
  draft.lastUsage = tokenUsage(input, cached - (cached % 128), 24 + draft.ids.pick(420));
  draft.usage = addUsage(draft.usage, draft.lastUsage);
  turn.usage = addUsage(turn.usage, draft.lastUsage);
  if (!draft.full) return;
  draft.log.record(
    'token_usage_record',
    tokenUsageRecord({
      threadId: draft.threadId,
      sessionId: draft.sessionId,
      turnId: turn.turnId,
      rootTurnId: turn.rootTurnId,
      responseId: draft.ids.token('resp'),
      usage: draft.lastUsage,
      turnUsage: turn.usage,
      threadUsage: draft.usage,
    }),
  );
}

export function writeTokenCount({ draft }: TurnDraft): void {
  if (draft.full) draft.log.record('event_msg', tokenCount(draft.usage, draft.lastUsage));
}

/**
 * Puts an item into the history: as item_completed in a paginated rollout, as its legacy events in a legacy one
 * (spec: rollout-format §14; no events, no item). `startedAtMs` defaults to now.
 */
export function writeItem(
  turn: TurnDraft,
  {
    item,
    legacy,
    startedAtMs,
  }: { item: JsonObject; legacy: readonly JsonObject[]; startedAtMs?: number | undefined },
): void {
  const { draft } = turn;
  if (draft.historyMode === 'legacy') {
    for (const event of legacy) draft.log.record('event_msg', event);
    return;
  }
  writeItemCompleted(turn, item, startedAtMs ?? draft.clock.now());
}

/** item_completed in either mode. */
export function writeItemCompleted(turn: TurnDraft, item: JsonObject, startedAtMs: number): void {
  const { threadId, clock, log } = turn.draft;
  log.record(
    'event_msg',
    itemCompleted({ threadId, turnId: turn.turnId, item, startedAtMs, completedAtMs: clock.now() }),
  );
}
