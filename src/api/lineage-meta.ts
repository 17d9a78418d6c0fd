/** The first record of a rollout that goes on from another one: what it keeps of it and what is its own (rollout-format §4). */

import { formatTimestamp } from '../events/format-timestamp.js';
import type { HistoryBase } from '../events/record/history-base.js';
import { newSessionMeta } from '../events/record/new-session-meta.js';
import type { SessionMeta } from '../events/record/session-meta.js';
import type { MultiAgentVersion } from '../events/value/multi-agent-version.js';

export interface ForkMetaOptions {
  /** Of the rollout the source goes on in. */
  source: SessionMeta;
  threadId: string;
  base: HistoryBase | null;
  cwd: string;
  runtimeWorkspaceRoots: readonly string[] | null;
  modelProvider: string | null;
  threadSource: string | null;
  multiAgentVersion: MultiAgentVersion | undefined;
  cliVersion: string;
  windowId: string;
  /** Unix milliseconds. */
  now: number;
}

/**
 * A fork keeps who it was made for and what the model was told, and begins a context window of its own. It is nobody's
 * sub-agent, even where its source is one (seen with 0.169.0).
 */
export function forkMeta(options: ForkMetaOptions): SessionMeta {
  const { source, threadId, base } = options;
  return newSessionMeta({
    ...creator(source),
    session_id: threadId,
    id: threadId,
    forked_from_id: source.id,
    ...(base && { forked_from_ordinal_exclusive: base.end_ordinal_exclusive }),
    timestamp: formatTimestamp(options.now),
    cwd: options.cwd,
    ...(options.runtimeWorkspaceRoots && { runtime_workspace_roots: [...options.runtimeWorkspaceRoots] }),
    originator: source.originator,
    cli_version: options.cliVersion,
    source: 'vscode',
    ...(options.threadSource !== null && { thread_source: options.threadSource }),
    model_provider: options.modelProvider,
    ...toldToModel(source),
    history_mode: source.history_mode,
    ...(base && { history_base: base }),
    ...(options.multiAgentVersion && { multi_agent_version: options.multiAgentVersion }),
    context_window: { window_id: options.windowId },
    ...(source.git && { git: source.git }),
  });
}

export interface RevertMetaOptions {
  /** Of the rollout that the thread goes on in so far. */
  source: SessionMeta;
  /** First records of older rollouts of the thread, newest first: a version that did not know a field may have lost it. */
  older: readonly SessionMeta[];
  base: HistoryBase | null;
  multiAgentVersion: MultiAgentVersion | undefined;
  cliVersion: string;
  /** Unix milliseconds. */
  now: number;
}

/**
 * A further rollout of a thread keeps all that the thread is; when it was forked from another one, then from no later than
 * the reverted history goes. The memory mode is not kept (peer-tests D1).
 */
export function revertMeta(options: RevertMetaOptions): SessionMeta {
  const { source, older, base, multiAgentVersion, cliVersion, now } = options;
  const { memory_mode: _, history_base: __, subagent_history_start_ordinal: ___, ...kept } = source;
  const { forked_from_ordinal_exclusive: forkedAt, ...rest } = kept;
  const cut = base?.end_ordinal_exclusive;
  return newSessionMeta({
    ...rest,
    ...creator([source, ...older].find((meta) => meta.creator_user_id != null) ?? source),
    ...(forkedAt != null && cut !== undefined && { forked_from_ordinal_exclusive: lesser(forkedAt, cut) }),
    timestamp: formatTimestamp(now),
    cli_version: cliVersion,
    ...(base && { history_base: base }),
    ...(multiAgentVersion && { multi_agent_version: multiAgentVersion }),
  });
}

function lesser<Ordinal>(left: Ordinal, right: Ordinal): Ordinal {
  return left < right ? left : right;
}

function creator({ creator_user_id, creator_account_id, account_scoped }: SessionMeta) {
  return {
    ...(creator_user_id != null && { creator_user_id }),
    ...(creator_account_id != null && { creator_account_id }),
    ...(account_scoped !== undefined && { account_scoped }),
  };
}

function toldToModel({ base_instructions, dynamic_tools, selected_capability_roots }: SessionMeta) {
  return {
    base_instructions: base_instructions ?? null,
    ...(dynamic_tools != null && { dynamic_tools }),
    ...(selected_capability_roots !== undefined && { selected_capability_roots }),
  };
}
