/**
 * Events that Codex knows, never writes to a rollout today, and that show nothing in history: notices, deltas, questions to the client.
 */
import { z } from 'zod';

const PASSING_TYPES = [
  'warning',
  'guardian_warning',
  'stream_error',
  'deprecation_notice',
  'auth_recovery_started',
  'auth_recovery_completed',
  'realtime_conversation_started',
  'realtime_conversation_realtime',
  'realtime_conversation_closed',
  'realtime_conversation_sdp',
  'realtime_conversation_list_voices_response',
  'model_reroute',
  'model_verification',
  'turn_moderation_metadata',
  'safety_buffering',
  'session_configured',
  'environment_connected',
  'environment_disconnected',
  'thread_queue_changed',
  'mcp_startup_update',
  'mcp_startup_complete',
  'exec_command_output_delta',
  'terminal_interaction',
  'exec_approval_request',
  'request_permissions',
  'request_user_input',
  'elicitation_request',
  'elicitation_abandoned',
  'patch_apply_updated',
  'turn_diff',
  'plan_update',
  'shutdown_complete',
  'raw_response_item',
  'raw_response_completed',
  'hook_started',
  'hook_completed',
  'agent_message_content_delta',
  'plan_delta',
  'reasoning_content_delta',
  'reasoning_raw_content_delta',
] as const;

/** Their fields are not checked: nothing depends on them. */
export const PassingEvent = z.looseObject({ type: z.enum(PASSING_TYPES) });
export type PassingEvent = z.infer<typeof PassingEvent>;
