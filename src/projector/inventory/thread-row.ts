/** Makes a thread's row from its rollouts: metadata from the current one, preview from where its history begins. */
import type { RolloutRow } from '../../store/rollouts.js';
import type { ThreadRow } from '../../store/threads.js';
import { sourceKindOf, sourceOf } from './session-source.js';
import { SlimSessionMeta } from './slim-session-meta.js';

/** What Codex's own index knows of a thread beyond its rollouts. */
export interface PeerThread {
  rolloutPath: string;
  name: string | null;
}

export interface ThreadRowOptions {
  current: RolloutRow;
  /** The first user message of the thread's visible beginning, '' when there is none. */
  preview: string;
  peer: PeerThread | null;
  /** What Codex's index of names says; Codex itself goes by it for legacy threads only (spec reads §8). */
  indexedName: string | null;
  /** The row as it was, whose model is kept. */
  known: ThreadRow | null;
}

/** The row of a thread whose current rollout is given (spec reads §8, rollout-format §4). */
export function threadRow({ current, preview, peer, indexedName, known }: ThreadRowOptions): ThreadRow {
  const meta = SlimSessionMeta.parse(JSON.parse(current.meta_json));
  const source = sourceOf(meta.source);
  const createdAtMs = Date.parse(meta.timestamp ?? '') || current.modified_at_ms;
  return {
    thread_id: current.thread_id,
    rollout_id: current.rollout_id,
    session_id: meta.session_id ?? current.thread_id,
    forked_from_id: meta.forked_from_id ?? null,
    parent_thread_id: meta.parent_thread_id ?? source.parentThreadId,
    history_mode: current.history_mode,
    preview,
    name: peer?.name ?? indexedName ?? known?.name ?? null,
    model_provider: meta.model_provider ?? 'openai',
    model: known?.model ?? null,
    reasoning_effort: known?.reasoning_effort ?? null,
    cwd: meta.cwd ?? '',
    cli_version: meta.cli_version ?? '',
    originator: meta.originator ?? null,
    source_json: JSON.stringify(source.json),
    source_kind: sourceKindOf(meta.source),
    thread_source: meta.thread_source ?? null,
    agent_nickname: meta.agent_nickname ?? source.agentNickname,
    agent_role: meta.agent_role ?? source.agentRole,
    git_json: gitJson(meta.git),
    archived: current.archived,
    created_at_ms: createdAtMs,
    updated_at_ms: current.modified_at_ms,
    recency_at_ms: current.modified_at_ms,
    source_gone: 0,
  };
}

/** Git info as answers show it; an object without anything in it is none. */
function gitJson(git: SlimSessionMeta['git']): string | null {
  const sha = git?.commit_hash ?? null;
  const branch = git?.branch ?? null;
  const originUrl = git?.repository_url ?? null;
  return sha === null && branch === null && originUrl === null
    ? null
    : JSON.stringify({ sha, branch, originUrl });
}
