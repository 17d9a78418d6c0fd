/** The history methods of Codex's app-server protocol, each a thin skin over the history service (spec reads §7). */
import type { z } from 'zod';
import { HistoryError } from '../history-error.js';
import type { HistoryService } from '../history-service.js';
import { listedThread, readThread } from './codex-thread.js';
import {
  InitializeParams,
  ThreadItemsListParams,
  ThreadItemsReadParams,
  ThreadListParams,
  ThreadReadParams,
  ThreadSearchOccurrencesParams,
  ThreadSearchParams,
  ThreadTimelineListParams,
  ThreadTurnsListParams,
} from './params.js';
import { badParams } from './rpc-error.js';
import { readThreadId } from './thread-id.js';

/** What the server says of itself. */
export interface ServerIdentity {
  /** The first home: what the protocol calls CODEX_HOME. */
  codexHome: string;
  version: string;
  platform: string;
  /** Told of the client that a connection is with. */
  onInitialize?: ((client: { name: string; version?: string | undefined }) => void) | undefined;
}

export type Method = (params: unknown) => Promise<unknown>;

/** Every method there is, by its name. */
export function historyMethods(service: HistoryService, identity: ServerIdentity): Record<string, Method> {
  return {
    initialize: method(InitializeParams, async ({ clientInfo }) => {
      identity.onInitialize?.(clientInfo);
      return {
        userAgent: `${clientInfo.name}/${clientInfo.version ?? '0'} threadloom/${identity.version}`,
        codexHome: identity.codexHome,
        platformFamily: identity.platform === 'win32' ? 'windows' : 'unix',
        platformOs: PLATFORMS[identity.platform] ?? identity.platform,
      };
    }),
    'thread/list': method(ThreadListParams, async (params) => {
      const { data, ...cursors } = await service.listThreads(listOptions(params));
      const related = (params.parentThreadId ?? params.ancestorThreadId ?? null) !== null;
      // What was read is kept by no log.
      return { data: data.map((thread) => listedThread(thread, { related })), readStates: {}, ...cursors };
    }),
    'thread/read': method(ThreadReadParams, async ({ threadId, includeTurns, includeRecovered }) => ({
      thread: readThread(
        await service.readThread(readThreadId(threadId), {
          includeTurns,
          includeRecovered: includeRecovered ?? undefined,
        }),
        includeTurns ?? false,
      ),
      readState: null,
    })),
    'thread/turns/list': method(ThreadTurnsListParams, (params) =>
      service.listTurns(readThreadId(params.threadId), {
        ...pageOptions(params),
        itemsView: params.itemsView ?? undefined,
        includeRecovered: params.includeRecovered ?? undefined,
      }),
    ),
    'thread/items/list': method(ThreadItemsListParams, (params) =>
      service.listItems(readThreadId(params.threadId), {
        ...pageOptions(params),
        turnId: params.turnId ?? undefined,
        cursor: params.cursor ?? undefined,
        deferOutput: params.deferOutput ?? undefined,
        includeRecovered: params.includeRecovered ?? undefined,
      }),
    ),
    'thread/items/read': method(
      ThreadItemsReadParams,
      async ({ threadId, turnId, itemIds, includeRecovered }) => ({
        data: await service.readItems(readThreadId(threadId), {
          turnId,
          itemIds,
          includeRecovered: includeRecovered ?? undefined,
        }),
      }),
    ),
    'thread/timeline/list': method(ThreadTimelineListParams, (params) =>
      service.listTimeline(readThreadId(params.threadId), {
        ...pageOptions(params),
        includeRecovered: params.includeRecovered ?? undefined,
      }),
    ),
    'thread/searchOccurrences': method(ThreadSearchOccurrencesParams, (params) =>
      service.searchOccurrences(readThreadId(params.threadId), {
        ...pageOptions(params),
        searchTerm: params.searchTerm,
      }),
    ),
    'thread/search': method(ThreadSearchParams, async (params) => {
      const page = await service.searchThreads({
        ...pageOptions(params),
        searchTerm: params.searchTerm,
        archived: params.archived ?? undefined,
        sortKey: params.sortKey ?? undefined,
        sourceKinds: params.sourceKinds ?? undefined,
      });
      const data = page.data.map(({ thread, snippet }) => ({ thread: listedThread(thread), snippet }));
      return { ...page, data };
    }),
  };
}

const PLATFORMS: Record<string, string> = { darwin: 'macos', win32: 'windows' };

/** A method that checks its parameters before anything else. */
export function method<Schema extends z.ZodType>(
  schema: Schema,
  answer: (params: z.infer<Schema>) => Promise<unknown>,
): Method {
  return async (params) => {
    const parsed = schema.safeParse(params ?? {});
    if (!parsed.success) throw badParams(parsed.error);
    return answer(parsed.data);
  };
}

interface PageParams {
  cursor?: unknown;
  limit?: number | null | undefined;
  sortDirection?: 'asc' | 'desc' | null | undefined;
}

function pageOptions({ cursor, limit, sortDirection }: PageParams) {
  return {
    cursor: typeof cursor === 'string' ? cursor : undefined,
    limit: limit ?? undefined,
    direction: sortDirection ?? undefined,
  };
}

function listOptions(params: z.infer<typeof ThreadListParams>) {
  if (params.originators && params.originators.length > 0) {
    throw new HistoryError('invalid_params', 'originator filtering is not supported by the local app-server');
  }
  if (params.sortKey === 'section_position') {
    throw new HistoryError(
      'invalid_request',
      'section-position sorting requires a section filter, and sections are kept by no log',
    );
  }
  const { cwd, parentThreadId, ancestorThreadId } = params;
  return {
    ...pageOptions(params),
    sortKey: params.sortKey ?? undefined,
    modelProviders: params.modelProviders ?? undefined,
    sourceKinds: params.sourceKinds ?? undefined,
    archived: params.archived ?? undefined,
    cwds: typeof cwd === 'string' ? [cwd] : (cwd ?? undefined),
    searchTerm: params.searchTerm ?? undefined,
    parentThreadId: parentThreadId == null ? undefined : readThreadId(parentThreadId, 'parent thread id'),
    ancestorThreadId:
      ancestorThreadId == null ? undefined : readThreadId(ancestorThreadId, 'ancestor thread id'),
    excludedThreadIds: params.excludedThreadIds?.map((id) => readThreadId(id)) ?? undefined,
  };
}
