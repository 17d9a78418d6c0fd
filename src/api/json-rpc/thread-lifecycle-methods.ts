/**
 * `thread/start`, `thread/fork` and `thread/revert` of Codex's app-server protocol, each with the notification that Codex
 * sends after its answer (seen with 0.169.0). Nothing here runs a turn.
 */
import { resolve } from 'node:path';
import type { ForkBoundary } from '../fork-boundary.js';
import { HistoryError } from '../history-error.js';
import { profileOfSandbox } from '../permission-profile.js';
import type { ThreadStore } from '../thread-store.js';
import type { ThreadView } from '../thread-view.js';
import { Answer } from './answer.js';
import { type Method, method } from './methods.js';
import { knownSettings, sessionView } from './session-view.js';
import { readThreadId } from './thread-id.js';
import { ThreadForkParams, ThreadRevertParams, ThreadStartParams } from './thread-lifecycle-params.js';

export interface LifecycleOptions {
  store: LifecycleStore;
  /** What relative paths of the client are relative to, and where threads start that name no place; absolute. */
  workingDirectory: string;
  /** The client, as `initialize` named it. */
  clientName: () => string | undefined;
}

type LifecycleStore = Pick<
  ThreadStore,
  'startThread' | 'forkThread' | 'revertThread' | 'threadOfPath' | 'readThread' | 'listTurns' | 'listItems'
>;

/** The methods by their names. */
export function threadLifecycleMethods(options: LifecycleOptions): Record<string, Method> {
  return {
    'thread/start': method(ThreadStartParams, (params) => startThread(options, params)),
    'thread/fork': method(ThreadForkParams, (params) => forkThread(options, params)),
    'thread/revert': method(ThreadRevertParams, ({ threadId, beforeTurnId }) =>
      revertThread(options.store, readThreadId(threadId), beforeTurnId),
    ),
  };
}

async function startThread(options: LifecycleOptions, params: ThreadStartParams): Promise<Answer> {
  const { store, workingDirectory, clientName } = options;
  refuseSettings(params);
  const cwd = resolve(workingDirectory, params.cwd ?? '.');
  const { threadId } = store.startThread({
    cwd,
    runtimeWorkspaceRoots: params.runtimeWorkspaceRoots ?? undefined,
    historyMode: params.historyMode ?? undefined,
    modelProvider: params.modelProvider ?? undefined,
    baseInstructions: params.baseInstructions ?? undefined,
    originator: clientName(),
    threadSource: params.threadSource ?? undefined,
  });
  const session = sessionView(
    await store.readThread(threadId),
    {
      ...knownSettings(null),
      model: params.model ?? null,
      serviceTier: params.serviceTier ?? null,
      approvalPolicy: params.approvalPolicy ?? null,
      approvalsReviewer: params.approvalsReviewer ?? null,
      profile: params.sandbox ? profileOfSandbox(params.sandbox, cwd) : null,
    },
    params.runtimeWorkspaceRoots ?? undefined,
  );
  return new Answer(session, [started(session.thread)]);
}

async function forkThread(options: LifecycleOptions, params: ThreadForkParams): Promise<Answer> {
  const { store, workingDirectory } = options;
  refuseSettings(params);
  if (params.attachToSource) {
    throw new HistoryError('invalid_request', 'attachToSource is not supported by this server');
  }
  const boundary = boundaryOf(params);
  const source = params.path
    ? store.threadOfPath(resolve(workingDirectory, params.path))
    : readThreadId(params.threadId, 'session id');
  const { threadId, settings } = await store.forkThread({
    threadId: source,
    boundary,
    model: params.model ?? undefined,
    modelProvider: params.modelProvider ?? undefined,
    serviceTier: params.serviceTier ?? undefined,
    cwd: params.cwd == null ? undefined : resolve(workingDirectory, params.cwd),
    runtimeWorkspaceRoots: params.runtimeWorkspaceRoots ?? undefined,
    approvalPolicy: params.approvalPolicy ?? undefined,
    approvalsReviewer: params.approvalsReviewer ?? undefined,
    sandbox: params.sandbox ?? undefined,
    threadSource: params.threadSource ?? undefined,
  });
  const thread = await store.readThread(threadId, { includeTurns: params.excludeTurns !== true });
  const session = sessionView(
    thread,
    knownSettings(settings),
    settings?.runtime_workspace_roots ?? undefined,
  );
  return new Answer(session, [started(session.thread)]);
}

async function revertThread(store: LifecycleStore, threadId: string, beforeTurnId: string): Promise<Answer> {
  await store.revertThread(threadId, beforeTurnId).catch((error) => {
    if (!(error instanceof HistoryError) || error.code !== 'thread_not_found') throw error;
    throw new HistoryError('thread_not_found', `thread not found: ${threadId}`, { cause: error });
  });
  const newest = { limit: 1, direction: 'desc' } as const;
  const [thread, turns, items] = await Promise.all([
    store.readThread(threadId),
    store.listTurns(threadId, newest),
    store.listItems(threadId, newest),
  ]);
  const result = {
    thread,
    turnsBackwardsCursor: turns.backwardsCursor,
    itemsBackwardsCursor: items.backwardsCursor,
  };
  return new Answer(result, [{ method: 'thread/reverted', params: { threadId } }]);
}

function boundaryOf({ lastTurnId, beforeTurnId }: ThreadForkParams): ForkBoundary {
  if (lastTurnId != null && beforeTurnId != null) {
    throw new HistoryError('invalid_request', '`beforeTurnId` cannot be combined with `lastTurnId`');
  }
  if (lastTurnId != null) return { kind: 'through', turnId: lastTurnId };
  return beforeTurnId == null ? { kind: 'latest' } : { kind: 'before', turnId: beforeTurnId };
}

function refuseSettings({ permissions, sandbox, ephemeral }: ThreadStartParams | ThreadForkParams): void {
  if (permissions != null && sandbox != null) {
    throw new HistoryError('invalid_request', '`permissions` cannot be combined with `sandbox`');
  }
  if (ephemeral) {
    throw new HistoryError(
      'invalid_request',
      'ephemeral threads are held by a server that runs their turns; this one keeps histories',
    );
  }
}

/** Notifications never carry turns. */
function started(thread: ThreadView) {
  return { method: 'thread/started', params: { thread: { ...thread, turns: [] } } };
}
