/**
 * The first record of a rollout: which thread it belongs to, who made it, and under which contract. Later ones are copies from fork
 * sources; that the first one counts is left to the readers.
 */
import { z } from 'zod';
import { omittedWhenEmpty, writtenAsNull } from '../canonical/written-form.js';
import { Uint } from '../value/integer.js';
import { MultiAgentVersion } from '../value/multi-agent-version.js';
import { ThreadId } from '../value/thread-id.js';
import { DynamicTools } from './dynamic-tools.js';
import { HistoryBase } from './history-base.js';
import { HistoryMode } from './history-mode.js';
import { SessionSource } from './source.js';

const BaseInstructions = z.looseObject({
  text: z.string(),
  provenance: z
    .discriminatedUnion('type', [
      z.looseObject({ type: z.literal('model'), model: z.string() }),
      z.looseObject({ type: z.literal('custom') }),
    ])
    .nullish(),
});

const GitInfo = z.looseObject({
  commit_hash: z.string().nullish(),
  branch: z.string().nullish(),
  repository_url: z.string().nullish(),
});

const CapabilityRoot = z.looseObject({});

/** The fields as they are written today; older names are left to `SessionMeta`. */
export const SessionMetaFields = z.looseObject({
  account_scoped: z.boolean().optional(),
  creator_user_id: z.string().nullish(),
  creator_account_id: z.string().nullish(),
  session_id: ThreadId,
  id: ThreadId,
  forked_from_id: ThreadId.nullish(),
  forked_from_ordinal_exclusive: Uint.nullish(),
  parent_thread_id: ThreadId.nullish(),
  timestamp: z.string(),
  cwd: z.string(),
  runtime_workspace_roots: z.array(z.string()).nullish(),
  originator: z.string(),
  cli_version: z.string(),
  source: SessionSource.default('vscode'),
  thread_source: z.string().nullish(),
  agent_nickname: z.string().nullish(),
  agent_role: z.string().nullish(),
  agent_path: z.string().nullish(),
  model_provider: writtenAsNull(z.string()),
  base_instructions: writtenAsNull(BaseInstructions),
  dynamic_tools: DynamicTools.nullish(),
  selected_capability_roots: omittedWhenEmpty(z.array(CapabilityRoot).optional()),
  memory_mode: z.string().nullish(),
  history_mode: HistoryMode.default('legacy'),
  history_base: HistoryBase.nullish(),
  subagent_history_start_ordinal: Uint.nullish(),
  multi_agent_version: MultiAgentVersion.nullish(),
  context_window: z.looseObject({ window_id: z.string() }).nullish(),
  git: GitInfo.nullish(),
});

/**
 * spec: rollout-format §4, corrections-0.169 item 18. Files without `session_id` get it from `id`, and `agent_type` is the older name
 * of `agent_role`; a payload that has both names does not decode.
 */
export const SessionMeta = z.preprocess(readOlderNames, SessionMetaFields);
export type SessionMeta = z.infer<typeof SessionMetaFields>;

function readOlderNames(value: unknown, context: z.RefinementCtx): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const missingSession = !('session_id' in value) && 'id' in value;
  const olderRole = 'agent_type' in value;
  if (!missingSession && !olderRole) return value;
  const read: Record<string, unknown> = { ...value };
  if (missingSession) read.session_id = read.id;
  if (olderRole) {
    if ('agent_role' in value) {
      context.addIssue({ code: 'custom', path: ['agent_type'], message: 'a second name of agent_role' });
    }
    read.agent_role = read.agent_type;
    delete read.agent_type;
  }
  return read;
}
