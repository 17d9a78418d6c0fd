/** A thread as readers see it, key for key as Codex answers (protocol `Thread`). */
import { RawJson } from '../events/json/raw-json.js';
import type { RolloutRow } from '../store/rollouts.js';
import type { ThreadRow } from '../store/threads.js';
import { parseStored } from './parse-stored.js';
import type { TurnEntry } from './turn-entry.js';

export interface GitInfo {
  sha: string | null;
  branch: string | null;
  originUrl: string | null;
}

/** What a live server or its own database would know and a log does not is null. Times are Unix seconds. */
export interface ThreadView {
  id: string;
  environments: null;
  extra: null;
  sessionId: string;
  forkedFromId: string | null;
  attachedToThreadId: null;
  parentThreadId: string | null;
  preview: string;
  ephemeral: false;
  section: null;
  sectionEnteredAt: null;
  projectId: null;
  historyMode: string;
  modelProvider: string;
  model: string | null;
  reasoningEffort: string | null;
  createdAt: number;
  updatedAt: number;
  recencyAt: number;
  /** 'idle': this process has it open for writing. */
  status: { type: 'notLoaded' | 'idle' };
  path: string | null;
  cwd: string;
  cliVersion: string;
  originator: string | null;
  source: RawJson<unknown>;
  canAcceptDirectInput: null;
  threadSource: string | null;
  agentNickname: string | null;
  agentRole: string | null;
  gitInfo: RawJson<GitInfo> | null;
  name: string | null;
  daybreakEnabled: null;
  turns: TurnEntry[];
}

const seconds = (ms: number): number => Math.floor(ms / 1000);

/** The view of a thread row and its current rollout. */
export function threadView(
  thread: ThreadRow,
  rollout: RolloutRow | null,
  turns: TurnEntry[] = [],
): ThreadView {
  return {
    id: thread.thread_id,
    environments: null,
    extra: null,
    // What Codex answers for a thread that is not loaded, sub-agents included.
    sessionId: thread.thread_id,
    forkedFromId: thread.forked_from_id,
    attachedToThreadId: null,
    parentThreadId: thread.parent_thread_id,
    preview: thread.preview,
    ephemeral: false,
    section: null,
    sectionEnteredAt: null,
    projectId: null,
    historyMode: thread.history_mode,
    modelProvider: thread.model_provider,
    model: thread.model,
    reasoningEffort: thread.reasoning_effort,
    createdAt: seconds(thread.created_at_ms),
    updatedAt: seconds(thread.updated_at_ms),
    recencyAt: seconds(thread.recency_at_ms),
    status: { type: 'notLoaded' },
    path: rollout?.path ?? null,
    cwd: thread.cwd,
    cliVersion: thread.cli_version,
    originator: thread.originator,
    source: new RawJson(thread.source_json, parseStored<unknown>),
    canAcceptDirectInput: null,
    threadSource: thread.thread_source,
    agentNickname: thread.agent_nickname,
    agentRole: thread.agent_role,
    gitInfo: thread.git_json === null ? null : new RawJson(thread.git_json, parseStored<GitInfo>),
    name: thread.name,
    daybreakEnabled: null,
    turns,
  };
}
