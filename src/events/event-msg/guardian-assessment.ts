/**
 * What the guardian thought of an action before it ran.
 */
import { z } from 'zod';
import { Int } from '../value/integer.js';

/** The actions that history shows are `command` and `execve`; the fields of the others stay as they are. */
export const GuardianAction = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('command'), source: z.string(), command: z.string(), cwd: z.string() }),
  z.looseObject({
    type: z.literal('execve'),
    source: z.string(),
    program: z.string(),
    argv: z.array(z.string()),
    cwd: z.string(),
  }),
  z.looseObject({
    type: z.enum(['write_stdin', 'apply_patch', 'network_access', 'mcp_tool_call', 'request_permissions']),
  }),
]);
export type GuardianAction = z.infer<typeof GuardianAction>;

/** spec: legacy-event-shapes, Guardian. `turn_id` may be empty; times in unix milliseconds. */
export const GuardianAssessment = z.looseObject({
  type: z.literal('guardian_assessment'),
  id: z.string(),
  target_item_id: z.string().nullish(),
  plugin_id: z.string().nullish(),
  script_path: z.string().nullish(),
  turn_id: z.string().default(''),
  started_at_ms: Int.default(0),
  completed_at_ms: Int.nullish(),
  status: z.enum(['in_progress', 'approved', 'denied', 'timed_out', 'aborted']),
  risk_level: z.string().nullish(),
  user_authorization: z.string().nullish(),
  rationale: z.string().nullish(),
  decision_source: z.string().nullish(),
  review_reason: z.unknown().optional(),
  action: GuardianAction,
});
export type GuardianAssessment = z.infer<typeof GuardianAssessment>;
