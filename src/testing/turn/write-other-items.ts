/**
 * Items that need few words: web searches, images looked at, pauses, sub-agents, reviews (spec: turn-items §2).
 */
import { pathToFileURL } from 'node:url';
import { type JsonObject, withoutAbsent } from '../json-object.js';
import { webSearchCall } from '../payloads/response-items.js';
import { worldStatePatch } from '../payloads/turn-context.js';
import { writeResponseItem } from '../rollout-draft.js';
import { beginResponse, type TurnDraft, writeItem, writeItemCompleted } from './turn-draft.js';
import { writeToolCall } from './write-tool-call.js';

/** A search the provider runs inside its response. */
export function writeWebSearch(turn: TurnDraft, query: string): void {
  const { draft, turnId } = turn;
  beginResponse(turn);
  const id = draft.ids.token('ws');
  const action = { type: 'search', query };
  writeItem(turn, {
    item: { type: 'WebSearch', id, query, action },
    legacy: [{ type: 'web_search_end', call_id: id, query, action }],
  });
  writeResponseItem(draft, webSearchCall({ id, turnId, action }));
}

/** An image file shown to the model; legacy rollouts have no event for it. */
export function writeImageView(turn: TurnDraft, path: string): void {
  writeToolCall(turn, {
    call: { name: 'view_image', arguments: { path } },
    durationMs: 9,
    finish: ({ callId }) => ({
      item: { type: 'ImageView', id: callId, path: pathToFileURL(path).href },
      legacy: [],
    }),
    output: [{ type: 'input_image', image_url: 'data:image/png;base64,iVBORw0KGgo=' }],
  });
}

/** A pause of the agent; item_completed in both modes. */
export function writeSleep(turn: TurnDraft, milliseconds: number): void {
  const { draft } = turn;
  const startedAtMs = draft.clock.now();
  draft.clock.advance(milliseconds);
  const id = draft.ids.token('call');
  writeItemCompleted(
    turn,
    { type: 'Extension', kind: 'clock.sleep', id, durationMs: milliseconds },
    startedAtMs,
  );
}

export interface SpawnOptions {
  threadId: string;
  /** Canonical path, e.g. `/root/reviewer`. */
  agentPath: string;
  task: string;
}

export function writeSpawn(turn: TurnDraft, { threadId, agentPath, task }: SpawnOptions): void {
  const { draft } = turn;
  writeToolCall(turn, {
    call: {
      name: 'spawn_agent',
      namespace: 'collaboration',
      arguments: {
        task_name: agentPath.slice(agentPath.lastIndexOf('/') + 1),
        message: task,
        fork_turns: 'none',
      },
    },
    durationMs: 20,
    finish: ({ callId, completedAtMs }) => {
      const agent = { agent_thread_id: threadId, agent_path: agentPath };
      const told = { model: draft.model, reasoning_effort: 'medium' };
      return {
        item: { type: 'SubAgentActivity', ...told, id: callId, kind: 'started', ...agent },
        legacy: [
          {
            type: 'sub_agent_activity',
            ...told,
            event_id: callId,
            occurred_at_ms: completedAtMs,
            ...agent,
            kind: 'started',
          },
        ],
      };
    },
    output: JSON.stringify({ task_name: agentPath }),
  });
  if (draft.full) {
    const patch = worldStatePatch({ environments: { subagents: `<agent name="${agentPath}" />` } });
    draft.log.record('world_state', patch);
  }
}

/** The sub-agent has finished; item_completed in both modes. */
export function writeAgentFinished(
  turn: TurnDraft,
  { threadId, agentPath }: Omit<SpawnOptions, 'task'>,
): void {
  const { draft } = turn;
  const now = draft.clock.now();
  const item: JsonObject = {
    type: 'SubAgentActivity',
    model: null,
    reasoning_effort: null,
    id: `subagent-completed-${draft.ids.uuid(now)}`,
    kind: 'completed',
    agent_thread_id: threadId,
    agent_path: agentPath,
  };
  writeItemCompleted(turn, item, now);
}

export function writeReviewStart(turn: TurnDraft, hint: string): void {
  const id = turn.draft.ids.uuid(turn.draft.clock.now());
  const target = { type: 'uncommittedChanges' };
  writeItem(turn, {
    item: { type: 'EnteredReviewMode', id, target, user_facing_hint: hint },
    legacy: [
      { type: 'entered_review_mode', target, user_facing_hint: hint, turn_id: turn.turnId, item_id: id },
    ],
  });
}

/** `explanation` absent: the reviewer gave no output. */
export function writeReviewEnd(turn: TurnDraft, explanation?: string): void {
  const id = turn.draft.ids.uuid(turn.draft.clock.now());
  const review_output =
    explanation === undefined
      ? null
      : {
          findings: [],
          overall_correctness: 'patch is correct',
          overall_explanation: explanation,
          overall_confidence_score: 0.75,
        };
  writeItem(turn, {
    item: withoutAbsent({ type: 'ExitedReviewMode', id, review_output }),
    legacy: [{ type: 'exited_review_mode', turn_id: turn.turnId, item_id: id, review_output }],
  });
}
