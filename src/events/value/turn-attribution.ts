/**
 * What made a turn begin, and which turn of which agent it answers to.
 */
import { z } from 'zod';
import { writtenAsNull } from '../canonical/written-form.js';
import { AgentPath } from './agent-path.js';

export const TurnAttribution = z.looseObject({
  turn_id: z.string(),
  turn_trigger: writtenAsNull(z.string()),
  parent_turn_id: writtenAsNull(z.string()),
  initiating_agent_path: writtenAsNull(AgentPath),
  root_turn_id: writtenAsNull(z.string()),
});
export type TurnAttribution = z.infer<typeof TurnAttribution>;
