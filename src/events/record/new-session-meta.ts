/**
 * The first record of a new rollout, checked more strictly than a reader would: what is written once is read for years. Where ids, times
 * and the cut of a fork come from is decided by the caller.
 */
import { z } from 'zod';
import { UnwritableRecordError } from '../unwritable-record-error.js';
import { AbsolutePath } from '../value/absolute-path.js';
import { AgentPath } from '../value/agent-path.js';
import { ThreadId } from '../value/thread-id.js';
import { HistoryBase } from './history-base.js';
import { HistoryMode } from './history-mode.js';
import { SessionMeta, SessionMetaFields } from './session-meta.js';

/** The spelling that file names and the other tables use. */
const HyphenatedId = ThreadId.refine((id) => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(id), {
  error: 'expected a UUID of small letters with hyphens',
});
const Timestamp = z.iso.datetime({ precision: 3, error: 'expected YYYY-MM-DDTHH:MM:SS.mmmZ' });
const Name = z.string().min(1, { error: 'expected a name' });
/** A number that JavaScript counts exactly, up to the one after it. */
const Count = z
  .int()
  .min(1)
  .max(Number.MAX_SAFE_INTEGER - 1);

/** An empty history has no base: a fork or revert that keeps nothing names none (spec: corrections-0.169 item 21). */
const Base = HistoryBase.extend({
  thread_id: HyphenatedId,
  end_ordinal_exclusive: Count,
  end_byte_offset: Count,
});

/**
 * The fields of rollout-format §4 by their names in the log. An id, time, folder and program are required; a session of its own, a source
 * of `vscode`, and the paginated mode (corrections-0.169 item 14) are taken for granted where nothing else is said.
 */
const NewSessionMeta = SessionMetaFields.extend({
  account_scoped: z.boolean().default(true),
  session_id: HyphenatedId.optional(),
  id: HyphenatedId,
  forked_from_id: HyphenatedId.nullish(),
  forked_from_ordinal_exclusive: Count.nullish(),
  parent_thread_id: HyphenatedId.nullish(),
  timestamp: Timestamp,
  cwd: AbsolutePath,
  runtime_workspace_roots: z.array(AbsolutePath).nullish(),
  originator: Name,
  cli_version: Name,
  thread_source: Name.nullish(),
  agent_path: AgentPath.nullish(),
  memory_mode: z.enum(['enabled', 'disabled']).nullish(),
  history_mode: HistoryMode.default('paginated'),
  history_base: Base.nullish(),
  subagent_history_start_ordinal: Count.nullish(),
  context_window: z.looseObject({ window_id: Name }).nullish(),
}).superRefine((meta, context) => {
  const refuse = (field: string, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message });
  if (meta.history_mode === 'legacy') {
    if (meta.history_base != null) refuse('history_base', 'a legacy rollout holds its whole history');
    if (meta.subagent_history_start_ordinal != null) {
      refuse('subagent_history_start_ordinal', 'a legacy rollout has no ordinals');
    }
  }
  if (meta.forked_from_ordinal_exclusive != null && meta.forked_from_id == null) {
    refuse('forked_from_ordinal_exclusive', 'a cut without a thread that it cuts (forked_from_id)');
  }
});
export type NewSessionMeta = z.input<typeof NewSessionMeta>;

/**
 * Makes the first record of a rollout, with its keys in Codex's order. Credentials in the URL of the git remote are left out.
 *
 * @param options the fields of rollout-format §4 and corrections-0.169 item 18. Ordinals count records, offsets bytes of the plain text;
 * `timestamp` as `formatTimestamp` makes it. Unknown fields are kept: they come from the rollout that a thread goes on from.
 * @throws UnwritableRecordError naming the first field that is missing, has a wrong form, or contradicts another.
 */
export function newSessionMeta(options: NewSessionMeta): SessionMeta {
  const checked = NewSessionMeta.safeParse(options);
  if (!checked.success) throw UnwritableRecordError.from('session_meta', checked.error);
  const { data } = checked;
  return SessionMeta.parse({
    ...data,
    session_id: data.session_id ?? data.id,
    ...(data.git != null && {
      git: { ...data.git, repository_url: withoutCredentials(data.git.repository_url) },
    }),
  });
}

function withoutCredentials(url: string | null | undefined): string | null | undefined {
  return url?.replace(/^(https?:\/\/)[^/?#]*@/i, '$1');
}
