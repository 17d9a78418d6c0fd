/**
 * What a line of a rollout holds beside its time and ordinal: one of twelve kinds of record.
 */
import { z } from 'zod';
import { EventMsg } from '../event-msg/event-msg.js';
import { ResponseItemMetadata } from '../response-item/metadata.js';
import { ResponseItem } from '../response-item/response-item.js';
import { Compacted } from './compacted.js';
import { InterAgentCommunication, InterAgentCommunicationMetadata } from './inter-agent-communication.js';
import { RealtimeItem } from './realtime-item.js';
import { RetainedContext } from './retained-context.js';
import { SecurityRiskScore } from './security-risk-score.js';
import { SessionMeta } from './session-meta.js';
import { TokenUsageRecord } from './token-usage-record.js';
import { TurnContext } from './turn-context.js';
import { WorldState } from './world-state.js';

/**
 * spec: rollout-format §3. Keys beside those named here are dropped; payloads keep theirs. `metadata` stands beside the payload of a
 * response item and nowhere else; present and empty is not the same as absent.
 */
export const RolloutRecord = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session_meta'), payload: SessionMeta }),
  z.object({
    type: z.literal('response_item'),
    payload: ResponseItem,
    metadata: ResponseItemMetadata.nullish(),
  }),
  z.object({ type: z.literal('event_msg'), payload: EventMsg }),
  z.object({ type: z.literal('turn_context'), payload: TurnContext }),
  z.object({ type: z.literal('compacted'), payload: Compacted }),
  z.object({ type: z.literal('world_state'), payload: WorldState }),
  z.object({ type: z.literal('inter_agent_communication'), payload: InterAgentCommunication }),
  z.object({
    type: z.literal('inter_agent_communication_metadata'),
    payload: InterAgentCommunicationMetadata,
  }),
  z.object({ type: z.literal('token_usage_record'), payload: TokenUsageRecord }),
  z.object({ type: z.literal('retained_context'), payload: RetainedContext }),
  z.object({ type: z.literal('security_risk_score'), payload: SecurityRiskScore }),
  z.object({ type: z.literal('realtime_item'), payload: RealtimeItem }),
]);
export type RolloutRecord = z.infer<typeof RolloutRecord>;
