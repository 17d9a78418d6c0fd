/**
 * The first record of a rollout file (spec: rollout-format §4, corrections 18 and 21).
 */
import { lineTimestamp } from '../clock.js';
import { type JsonObject, withoutAbsent } from '../json-object.js';

export type HistoryMode = 'legacy' | 'paginated';

/** The immutable prefix of a fork or revert: a cut in another rollout file, named by its rollout id. */
export interface HistoryBase {
  thread_id: string;
  end_ordinal_exclusive: number;
  end_byte_offset: number;
}

/** What makes a thread a sub-agent: the edge to the thread that spawned it. */
export interface SubAgentOrigin {
  parentThreadId: string;
  /** Canonical path of the agent, e.g. `/root/reviewer`. */
  agentPath: string | null;
  nickname: string;
  role?: string;
  /** 1 for a child of the root thread. */
  depth?: number;
}

export interface GitState {
  commit_hash?: string;
  branch?: string;
  repository_url?: string;
}

export interface SessionMetaOptions {
  threadId: string;
  sessionId: string;
  historyMode: HistoryMode;
  startedAtMs: number;
  cwd: string;
  originator: string;
  cliVersion: string;
  source: string;
  modelProvider: string;
  instructions: string;
  windowId: string;
  forkedFromId?: string | undefined;
  forkedFromOrdinal?: number | undefined;
  historyBase?: HistoryBase | undefined;
  subAgent?: SubAgentOrigin | undefined;
  git?: GitState | undefined;
}

export function sessionMeta(options: SessionMetaOptions): JsonObject {
  const { subAgent, forkedFromId, historyBase } = options;
  return withoutAbsent({
    account_scoped: true,
    session_id: options.sessionId,
    id: options.threadId,
    forked_from_id: forkedFromId,
    forked_from_ordinal_exclusive: options.forkedFromOrdinal,
    parent_thread_id: subAgent?.parentThreadId,
    timestamp: lineTimestamp(options.startedAtMs),
    cwd: options.cwd,
    runtime_workspace_roots: [options.cwd],
    originator: options.originator,
    cli_version: options.cliVersion,
    source: subAgent ? spawnedBy(subAgent) : options.source,
    thread_source: subAgent && 'subagent',
    agent_nickname: subAgent?.nickname,
    agent_role: subAgent?.role,
    agent_path: subAgent?.agentPath ?? undefined,
    model_provider: options.modelProvider,
    base_instructions: { text: options.instructions, provenance: { type: 'custom' } },
    history_mode: options.historyMode,
    history_base: historyBase,
    multi_agent_version: forkedFromId || historyBase ? 'v1' : subAgent && 'v2',
    context_window: { window_id: options.windowId },
    git: options.git,
  });
}

function spawnedBy(agent: SubAgentOrigin): JsonObject {
  return {
    subagent: {
      thread_spawn: {
        parent_thread_id: agent.parentThreadId,
        depth: agent.depth ?? 1,
        agent_path: agent.agentPath,
        agent_nickname: agent.nickname,
        agent_role: agent.role ?? null,
      },
    },
  };
}
