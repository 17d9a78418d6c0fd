/**
 * Opening and closing a turn, with the context that a session writes around it, and compaction
 * (spec: rollout-format §7 and §8, correction 19).
 */
import { assistantMessage, harnessMetadata, inputMessage } from '../payloads/response-items.js';
import {
  environmentText,
  threadSettingsApplied,
  turnContext,
  worldStateSnapshot,
} from '../payloads/turn-context.js';
import {
  type AbortReason,
  type CollaborationMode,
  type TurnFailure,
  taskComplete,
  taskStarted,
  turnAborted,
} from '../payloads/turn-events.js';
import { writeResponseItem } from '../rollout-draft.js';
import { beginResponse, endResponse, type TurnDraft, writeItem, writeTokenCount } from './turn-draft.js';

/** task_started and, with the first turn of a thread, all that the model is told beforehand. */
export function startTurn(turn: TurnDraft, mode?: CollaborationMode): void {
  const { draft, turnId, rootTurnId, startedAtMs } = turn;
  draft.log.record('event_msg', taskStarted({ turnId, rootTurnId, startedAtMs, mode }));
  if (!draft.full) return;
  const first = !draft.worldStateTold;
  if (first) tellWorldState(turn);
  draft.log.record('turn_context', turnContext(draft, { turnId, rootTurnId, mode }));
  if (first) draft.log.record('event_msg', threadSettingsApplied(draft, draft.threadId));
}

function tellWorldState(turn: TurnDraft): void {
  const { draft, turnId } = turn;
  const at = draft.clock.now();
  const tell = (
    role: 'developer' | 'user',
    kind: 'permissions.instructions' | 'environments.environment_context',
    text: string,
  ) =>
    writeResponseItem(
      draft,
      inputMessage({
        id: `msg_${draft.ids.uuid(at)}`,
        turnId,
        role,
        content: [{ type: 'input_text', text }],
        kind,
        createdAtMs: at,
      }),
      { attribution: role === 'developer' },
    );
  tell(
    'developer',
    'permissions.instructions',
    '<permissions instructions>\nCommands run without a sandbox.\n</permissions instructions>',
  );
  tell('user', 'environments.environment_context', environmentText(draft, at));
  draft.log.record('world_state', worldStateSnapshot(draft, at, draft.options.agentsMd));
  draft.worldStateTold = true;
}

export function completeTurn(turn: TurnDraft, failure?: TurnFailure): void {
  closeResponse(turn);
  const { draft, turnId, rootTurnId, startedAtMs, firstTokenMs } = turn;
  draft.log.record(
    'event_msg',
    taskComplete({
      turnId,
      rootTurnId,
      lastAgentMessage: failure ? null : turn.lastAgentMessage,
      failure,
      startedAtMs,
      completedAtMs: draft.clock.now(),
      firstTokenMs,
    }),
  );
}

/** The model is told of an interrupt before the event is written. */
export function abortTurn(turn: TurnDraft, reason: AbortReason): void {
  const { draft, turnId, rootTurnId, startedAtMs } = turn;
  turn.responseOpen = false;
  if (reason === 'interrupted') {
    const at = draft.clock.now();
    writeResponseItem(
      draft,
      inputMessage({
        id: `msg_${draft.ids.uuid(at)}`,
        turnId,
        role: 'user',
        content: [
          { type: 'input_text', text: '<turn_aborted>\nThe user stopped this turn.\n</turn_aborted>' },
        ],
        kind: 'generic.turn_aborted',
        createdAtMs: at,
      }),
    );
  }
  draft.log.record(
    'event_msg',
    turnAborted({ turnId, rootTurnId, reason, startedAtMs, completedAtMs: draft.clock.now() }),
  );
}

/** Replaces the model's context by a summary; the history shows one item. */
export function compactContext(turn: TurnDraft, summary: string): void {
  const { draft, turnId, rootTurnId } = turn;
  const { ids, clock, log } = draft;
  const startedAtMs = clock.now();
  beginResponse(turn);
  writeResponseItem(draft, assistantMessage({ id: ids.token('msg'), turnId, text: summary }), {
    compaction: true,
  });
  endResponse(turn);
  writeTokenCount(turn);

  const previous = draft.windowId;
  draft.windowId = ids.uuid(clock.now());
  draft.windowNumber += 1;
  const kept = inputMessage({
    id: `msg_${ids.uuid(clock.now())}`,
    turnId,
    role: 'user',
    content: [{ type: 'input_text', text: summary }],
    kind: 'user.text',
    createdAtMs: clock.now(),
  });
  draft.contextTokens = 3_900 + Math.ceil(summary.length / 4);
  log.record('compacted', {
    message: summary,
    replacement_history: [kept],
    replacement_history_metadata: [
      harnessMetadata({
        sequence: ++draft.sequence,
        sampledThrough: draft.sampledThrough,
        attribution: true,
      }),
    ],
    window_number: draft.windowNumber,
    first_window_id: draft.firstWindowId,
    previous_window_id: previous,
    window_id: draft.windowId,
    compaction_response_id: null,
    latest_token_usage_record: null,
  });
  if (draft.full) {
    log.record('world_state', worldStateSnapshot(draft, clock.now(), draft.options.agentsMd));
    log.record('turn_context', turnContext(draft, { turnId, rootTurnId }));
    log.record('event_msg', threadSettingsApplied(draft, draft.threadId));
  }
  writeTokenCount(turn);
  writeItem(turn, {
    item: { type: 'ContextCompaction', id: ids.uuid(startedAtMs) },
    legacy: [{ type: 'context_compacted' }],
    startedAtMs,
  });
}

function closeResponse(turn: TurnDraft): void {
  if (!turn.responseOpen) return;
  endResponse(turn);
  writeTokenCount(turn);
}
