/** A thread of which nothing is on disk yet, as readers see it. */
import { RawJson } from '../events/json/raw-json.js';
import { stringifyJson } from '../events/json/stringify-json.js';
import type { SessionMeta } from '../events/record/session-meta.js';
import { sourceOf } from '../projector/inventory/session-source.js';
import { parseStored } from './parse-stored.js';
import type { ThreadView } from './thread-view.js';

export interface UnwrittenThread {
  meta: SessionMeta;
  /** Where its rollout will be. */
  path: string;
}

/** The view of a thread that has only its first record, and that not on disk. */
export function startedThreadView({ meta, path }: UnwrittenThread): ThreadView {
  const at = Math.floor(Date.parse(meta.timestamp) / 1000);
  return {
    id: meta.id,
    environments: null,
    extra: null,
    sessionId: meta.session_id,
    forkedFromId: meta.forked_from_id ?? null,
    attachedToThreadId: null,
    parentThreadId: meta.parent_thread_id ?? null,
    preview: '',
    ephemeral: false,
    section: null,
    sectionEnteredAt: null,
    projectId: null,
    historyMode: meta.history_mode,
    modelProvider: meta.model_provider ?? 'openai',
    model: null,
    reasoningEffort: null,
    createdAt: at,
    updatedAt: at,
    recencyAt: at,
    status: { type: 'idle' },
    path,
    cwd: meta.cwd,
    cliVersion: meta.cli_version,
    originator: meta.originator,
    source: new RawJson(stringifyJson(sourceOf(meta.source).json), parseStored<unknown>),
    canAcceptDirectInput: null,
    threadSource: meta.thread_source ?? null,
    agentNickname: meta.agent_nickname ?? null,
    agentRole: meta.agent_role ?? null,
    gitInfo: null,
    name: null,
    daybreakEnabled: null,
    turns: [],
  };
}
