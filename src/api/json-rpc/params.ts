/**
 * Parameters of the history methods, as Codex's protocol has them (protocol schemas). Unknown keys are ignored, null means
 * absent. `includeRecovered` is ours: Codex has no such items.
 */
import { z } from 'zod';
import { SOURCE_KINDS } from '../list-threads.js';

const limit = z.int().min(0).nullish();
const direction = z.enum(['asc', 'desc']).nullish();
const text = z.string().nullish();
const flag = z.boolean().nullish();

export const ThreadListParams = z.looseObject({
  ancestorThreadId: text,
  archived: flag,
  attachedToThreadId: text,
  cursor: text,
  cwd: z.union([z.string(), z.array(z.string())]).nullish(),
  excludedThreadIds: z.array(z.string()).nullish(),
  limit,
  modelProviders: z.array(z.string()).nullish(),
  originators: z.array(z.string()).nullish(),
  parentThreadId: text,
  projectId: text,
  searchTerm: text,
  sectionId: text,
  sortDirection: direction,
  sortKey: z.enum(['created_at', 'updated_at', 'recency_at', 'section_position']).nullish(),
  sourceKinds: z.array(z.enum(SOURCE_KINDS)).nullish(),
});

export const ThreadReadParams = z.looseObject({
  threadId: z.string(),
  includeTurns: z.boolean().optional(),
  includeRecovered: flag,
});

export const ThreadTurnsListParams = z.looseObject({
  threadId: z.string(),
  cursor: text,
  limit,
  sortDirection: direction,
  itemsView: z.enum(['notLoaded', 'summary', 'full']).nullish(),
  includeRecovered: flag,
});

export const ThreadItemsListParams = z.looseObject({
  threadId: z.string(),
  turnId: text,
  cursor: z.union([z.string(), z.looseObject({ type: z.literal('item'), itemId: z.string() })]).nullish(),
  limit,
  sortDirection: direction,
  includeRecovered: flag,
  deferOutput: z
    .looseObject({ commandExecution: z.boolean().optional(), mcpToolCall: z.boolean().optional() })
    .nullish(),
});

export const ThreadItemsReadParams = z.looseObject({
  threadId: z.string(),
  turnId: z.string(),
  itemIds: z.array(z.string()),
  includeRecovered: flag,
});

export const ThreadTimelineListParams = z.looseObject({
  threadId: z.string(),
  cursor: text,
  limit,
  includeRecovered: flag,
});

export const ThreadSearchOccurrencesParams = z.looseObject({
  threadId: z.string(),
  searchTerm: z.string(),
  cursor: text,
  limit,
});

export const ThreadSearchParams = z.looseObject({
  searchTerm: z.string(),
  archived: flag,
  cursor: text,
  limit,
  sortDirection: direction,
  sortKey: z.enum(['created_at', 'updated_at', 'recency_at']).nullish(),
  sourceKinds: z.array(z.enum(SOURCE_KINDS)).nullish(),
});

/** Of `thread/archive`, `thread/unarchive` and `thread/delete`. */
export const ThreadUpkeepParams = z.looseObject({ threadId: z.string() });

export const ThreadSetNameParams = z.looseObject({ threadId: z.string(), name: z.string() });

export const InitializeParams = z.looseObject({
  clientInfo: z.looseObject({ name: z.string(), version: z.string().optional() }),
});
