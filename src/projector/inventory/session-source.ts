/** The source of a session as readers and filters see it (spec rollout-format §4, reads §8). */
import type { SessionSource } from '../../events/record/source.js';

/** Kinds that a listing can be filtered by. */
export type SourceKind =
  | 'cli'
  | 'vscode'
  | 'exec'
  | 'appServer'
  | 'subAgentReview'
  | 'subAgentCompact'
  | 'subAgentThreadSpawn'
  | 'subAgentOther'
  /** A custom client that counts as interactive. */
  | 'interactive'
  | 'unknown';

/** Custom clients that people talk to themselves (spec rollout-format §2). */
const INTERACTIVE_CUSTOM = new Set(['atlas', 'chatgpt']);

export interface SourceView {
  /** As answers show it. */
  json: unknown;
  parentThreadId: string | null;
  agentNickname: string | null;
  agentRole: string | null;
}

/** The source of a session_meta as answers show it; files before sources were VS Code's. */
export function sourceOf(source: SessionSource | null | undefined): SourceView {
  const plain = { parentThreadId: null, agentNickname: null, agentRole: null };
  if (source === null || source === undefined) return { json: 'vscode', ...plain };
  if (source === 'mcp') return { json: 'appServer', ...plain };
  if (typeof source === 'string' || 'custom' in source) return { json: source, ...plain };
  if ('internal' in source) return { json: 'unknown', ...plain };
  const { subagent } = source;
  if (typeof subagent === 'string' || 'other' in subagent) return { json: { subAgent: subagent }, ...plain };
  const spawn = subagent.thread_spawn;
  const agentNickname = spawn.agent_nickname ?? null;
  const agentRole = spawn.agent_role ?? spawn.agent_type ?? null;
  const shown = {
    parent_thread_id: spawn.parent_thread_id,
    depth: spawn.depth,
    agent_path: spawn.agent_path ?? null,
    agent_nickname: agentNickname,
    agent_role: agentRole,
  };
  return {
    json: { subAgent: { thread_spawn: shown } },
    parentThreadId: spawn.parent_thread_id,
    agentNickname,
    agentRole,
  };
}

/** The kind a session is filtered by. */
export function sourceKindOf(source: SessionSource | null | undefined): SourceKind {
  if (source === null || source === undefined) return 'vscode';
  if (source === 'mcp') return 'appServer';
  if (typeof source === 'string') return source;
  if ('custom' in source) return INTERACTIVE_CUSTOM.has(source.custom) ? 'interactive' : 'unknown';
  if ('internal' in source) return 'unknown';
  const { subagent } = source;
  if (subagent === 'review') return 'subAgentReview';
  if (subagent === 'compact') return 'subAgentCompact';
  return typeof subagent === 'object' && 'thread_spawn' in subagent ? 'subAgentThreadSpawn' : 'subAgentOther';
}
