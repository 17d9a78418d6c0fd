/**
 * What made a turn begin, and which turn of which agent it answers to.
 */
import { z } from 'zod';
import { AgentPath } from './agent-path.js';

export const TurnAttribution = z.looseObject({
  turn_id: z.string(),
  turn_trigger: z.string().nullish(),
  parent_turn_id: z.string().nullish(),
  initiating_agent_path: AgentPath.nullish(),
  root_turn_id: z.string().nullish(),
});
export type TurnAttribution = z.infer<typeof TurnAttribution>;
