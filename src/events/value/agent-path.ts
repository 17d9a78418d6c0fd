/**
 * The place of an agent in the tree of agents that a session runs, such as `/root/reviewer`.
 */
import { z } from 'zod';

/** `/root` and below it names of small letters, digits and underscores, none of them `root`; or `/morpheus`. */
const AGENT_PATH = /^\/(?:morpheus|root(?:\/(?!root(?:\/|$))[a-z0-9_]+)*)$/;

export const AgentPath = z.string().regex(AGENT_PATH);
export type AgentPath = z.infer<typeof AgentPath>;
