/** Cursors of the timeline: the place of an entry, so that a page can split what shares one ordinal (spec reads §5). */
import { z } from 'zod';
import { HistoryError } from '../history-error.js';
import { parseJsonOrNull } from './page-cursor.js';

export const TimelineCursor = z.object({
  threadId: z.string(),
  position: z.int().min(0),
  kind: z.int().min(0).max(3),
  id: z.string(),
});
export type TimelineCursor = z.infer<typeof TimelineCursor>;

export function encodeTimelineCursor({ threadId, position, kind, id }: TimelineCursor): string {
  return JSON.stringify({ threadId, position, kind, id });
}

/** @throws HistoryError `invalid_request` when it is no timeline cursor of this thread */
export function decodeTimelineCursor(text: string, threadId: string): TimelineCursor {
  const parsed = TimelineCursor.safeParse(parseJsonOrNull(text));
  if (!parsed.success || parsed.data.threadId !== threadId) {
    throw new HistoryError('invalid_request', 'invalid thread timeline cursor');
  }
  return parsed.data;
}
