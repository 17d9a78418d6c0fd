/** What a new thread is: its first record, from what its starter says. Writing it is for the live thread. */
import { isAbsolute } from 'node:path';
import { formatTimestamp } from '../events/format-timestamp.js';
import type { HistoryMode } from '../events/record/history-mode.js';
import { type NewSessionMeta, newSessionMeta } from '../events/record/new-session-meta.js';
import type { SessionMeta } from '../events/record/session-meta.js';
import type { SessionSource } from '../events/record/source.js';
import { HistoryError } from './history-error.js';
import type { ThreadStoreContext } from './thread-store-options.js';

export interface StartThreadOptions {
  /** Absolute. */
  cwd: string;
  /** Absolute; the working directory unless told. */
  runtimeWorkspaceRoots?: readonly string[] | undefined;
  /** Default 'paginated' (corrections-0.169 item 14). */
  historyMode?: HistoryMode | undefined;
  /** Default 'openai'. */
  modelProvider?: string | undefined;
  /** What the model is told instead of its own instructions. */
  baseInstructions?: string | undefined;
  /** The client that starts it; `threadloom` unless told. */
  originator?: string | undefined;
  /** Default 'vscode', which clients of an app-server are. */
  source?: SessionSource | undefined;
  /** A label of who or what wanted the thread. */
  threadSource?: string | undefined;
  /** For a sub-agent. */
  parentThreadId?: string | undefined;
  /** The session tree it belongs to; its own id unless told. */
  sessionId?: string | undefined;
  /** The Codex home it is to lie in; the first one unless told. */
  home?: string | undefined;
  /**
   * Further fields of the first record by their names in the log (spec rollout-format §4): git, agent_path, dynamic_tools,
   * selected_capability_roots, multi_agent_version and so on. What is said above goes before them.
   */
  meta?: Omit<Partial<NewSessionMeta>, 'id' | 'timestamp' | 'cli_version'> | undefined;
}

/**
 * The first record of a new thread.
 *
 * @throws HistoryError `invalid_request` for a relative working directory
 * @throws UnwritableRecordError for a further field of a wrong form
 */
export function startMeta(context: ThreadStoreContext, options: StartThreadOptions): SessionMeta {
  const { cwd } = options;
  if (!isAbsolute(cwd)) throw new HistoryError('invalid_request', `cwd is not an absolute path: ${cwd}`);
  const id = context.newId();
  return newSessionMeta({
    account_scoped: true,
    session_id: id,
    runtime_workspace_roots: [cwd],
    originator: 'threadloom',
    source: 'vscode',
    model_provider: 'openai',
    base_instructions: null,
    history_mode: 'paginated',
    context_window: { window_id: context.newId() },
    ...options.meta,
    ...saidOf(options),
    id,
    timestamp: formatTimestamp(context.now()),
    cwd,
    cli_version: context.cliVersion,
  });
}

/** The fields that the starter named one by one. */
function saidOf(options: StartThreadOptions): Partial<NewSessionMeta> {
  const { sessionId, parentThreadId, runtimeWorkspaceRoots, originator, source, threadSource } = options;
  const { modelProvider, baseInstructions, historyMode } = options;
  return {
    ...(sessionId !== undefined && { session_id: sessionId }),
    ...(parentThreadId !== undefined && { parent_thread_id: parentThreadId }),
    ...(runtimeWorkspaceRoots !== undefined && { runtime_workspace_roots: [...runtimeWorkspaceRoots] }),
    ...(originator !== undefined && { originator }),
    ...(source !== undefined && { source }),
    ...(threadSource !== undefined && { thread_source: threadSource }),
    ...(modelProvider !== undefined && { model_provider: modelProvider }),
    ...(baseInstructions !== undefined && {
      base_instructions: { text: baseInstructions, provenance: { type: 'custom' as const } },
    }),
    ...(historyMode !== undefined && { history_mode: historyMode }),
  };
}

/**
 * The home that new threads go to.
 *
 * @throws HistoryError `invalid_request` for a home that is not one of the store's
 */
export function homeFor({ homes }: ThreadStoreContext, home: string | undefined): string {
  const chosen = home ?? homes[0];
  if (chosen !== undefined && homes.includes(chosen)) return chosen;
  throw new HistoryError('invalid_request', `no such Codex home is in use: ${chosen ?? '(none)'}`);
}
