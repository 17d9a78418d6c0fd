/**
 * Cursors of turn and item pages: compact JSON in Codex's own form (spec reads §2). A cursor names a place in the log, not
 * a snapshot, so it outlives appends, a rebuild and compression.
 */
import { z } from 'zod';
import { HistoryError } from '../history-error.js';

export const CursorScope = z.enum(['turns', 'itemsByCreatedAtOrdinal', 'itemsByUpdatedAtOrdinal']);
export type CursorScope = z.infer<typeof CursorScope>;

export const PageCursor = z.object({
  requestedThreadId: z.string(),
  rolloutOrdinal: z.int().min(0),
  includeAnchor: z.boolean(),
  scope: z.object({ kind: CursorScope }),
});
export type PageCursor = z.infer<typeof PageCursor>;

/** Writes a cursor for a thread, an ordinal and a scope. */
export function encodePageCursor(
  threadId: string,
  rolloutOrdinal: number,
  includeAnchor: boolean,
  kind: CursorScope,
): string {
  const cursor: PageCursor = { requestedThreadId: threadId, rolloutOrdinal, includeAnchor, scope: { kind } };
  return JSON.stringify(cursor);
}

/**
 * Reads a cursor that was made for this thread and scope.
 *
 * @throws HistoryError `invalid_request` when it is no cursor, or one of another thread or scope
 */
export function decodePageCursor(text: string, threadId: string, kind: CursorScope): PageCursor {
  const parsed = PageCursor.safeParse(parseJsonOrNull(text));
  if (!parsed.success) throw invalidCursor(text);
  const cursor = parsed.data;
  if (cursor.requestedThreadId !== threadId) {
    throw new HistoryError(
      'invalid_request',
      `invalid cursor: it belongs to thread ${cursor.requestedThreadId}, and thread ${threadId} was asked for`,
    );
  }
  if (cursor.scope.kind !== kind) {
    throw new HistoryError(
      'invalid_request',
      `invalid cursor: it pages ${cursor.scope.kind}, and ${kind} was asked for`,
    );
  }
  return cursor;
}

/** The error for text that is no cursor at all. */
export function invalidCursor(text: string): HistoryError {
  return new HistoryError('invalid_request', `invalid cursor: ${text}`);
}

/** Parses JSON; null for text that is none. */
export function parseJsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
