/**
 * The events that open and end turns. Both history modes write them.
 */
import { z } from 'zod';
import { writtenAsNull } from '../canonical/written-form.js';
import { Int } from '../value/integer.js';
import { TurnAttribution } from '../value/turn-attribution.js';
import { CoreTurnError } from '../value/turn-error.js';

const ModeKind = z.enum(['default', 'plan', 'custom', 'code', 'execute', 'pair_programming']);

/** `started_at` in unix seconds (spec: legacy-event-shapes, Turn lifecycle). Also written as `turn_started`. */
export const TaskStarted = z.looseObject({
  type: z.literal('task_started'),
  turn_attribution: TurnAttribution.nullish(),
  turn_id: z.string(),
  root_turn_id: z.string().nullish(),
  trace_id: z.string().nullish(),
  started_at: Int.nullish(),
  model_context_window: writtenAsNull(Int),
  collaboration_mode_kind: ModeKind.default('default'),
});
export type TaskStarted = z.infer<typeof TaskStarted>;

/** Times in unix seconds, durations in milliseconds. Also written as `turn_complete`. */
export const TaskComplete = z.looseObject({
  type: z.literal('task_complete'),
  root_turn_id: z.string().nullish(),
  turn_id: z.string(),
  last_agent_message: writtenAsNull(z.string()),
  error: CoreTurnError.nullish(),
  started_at: Int.nullish(),
  completed_at: Int.nullish(),
  duration_ms: Int.nullish(),
  time_to_first_token_ms: Int.nullish(),
});
export type TaskComplete = z.infer<typeof TaskComplete>;

/** Old files name no turn; the fork of a running thread ends it without times (spec: corrections-0.169 item 22). */
export const TurnAborted = z.looseObject({
  type: z.literal('turn_aborted'),
  root_turn_id: z.string().nullish(),
  turn_id: writtenAsNull(z.string()),
  reason: z.enum(['interrupted', 'replaced', 'review_ended', 'budget_limited']),
  error: CoreTurnError.nullish(),
  started_at: Int.nullish(),
  completed_at: Int.nullish(),
  duration_ms: Int.nullish(),
});
export type TurnAborted = z.infer<typeof TurnAborted>;
