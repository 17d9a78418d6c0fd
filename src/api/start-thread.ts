/** What a new thread is: its first record, from what its starter says. Writing it is for the live thread. */
import { isAbsolute } from 'node:path';
import { formatTimestamp } from '../events/format-timestamp.js';
import type { HistoryMode } from '../events/record/history-mode.js';
import { newSessionMeta } from '../events/record/new-session-meta.js';
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
}

/**
 * The first record of a new thread.
 *
 * @throws HistoryError `invalid_request` for a relative working directory
 */
export function startMeta(context: ThreadStoreContext, options: StartThreadOptions): SessionMeta {
  const { cwd, baseInstructions } = options;
  if (!isAbsolute(cwd)) throw new HistoryError('invalid_request', `cwd is not an absolute path: ${cwd}`);
  const id = context.newId();
  return newSessionMeta({
    account_scoped: true,
    session_id: options.sessionId ?? id,
    id,
    ...(options.parentThreadId !== undefined && { parent_thread_id: options.parentThreadId }),
    timestamp: formatTimestamp(context.now()),
    cwd,
    runtime_workspace_roots: [...(options.runtimeWorkspaceRoots ?? [cwd])],
    originator: options.originator ?? 'threadloom',
    cli_version: context.cliVersion,
    source: options.source ?? 'vscode',
    ...(options.threadSource !== undefined && { thread_source: options.threadSource }),
    model_provider: options.modelProvider ?? 'openai',
    base_instructions:
      baseInstructions === undefined ? null : { text: baseInstructions, provenance: { type: 'custom' } },
    history_mode: options.historyMode ?? 'paginated',
    context_window: { window_id: context.newId() },
  });
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
