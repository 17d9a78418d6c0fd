/**
 * Cursors of thread listings: a time, and the thread id that breaks ties (spec reads §8). Codex leaves the id out where its
 * own index keeps times unique; times read from file heads can be equal, so ours always carries it.
 */
import { invalidCursor } from './page-cursor.js';

export interface ThreadListCursor {
  timeMs: number;
  /** Absent in cursors that Codex made, and in backwards cursors. */
  threadId: string | null;
}

const CURSOR = /^(\d{4}-\d\d-\d\d)T(\d\d)[:-](\d\d)[:-](\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?(?:\|(.+))?$/;

export function encodeThreadListCursor({ timeMs, threadId }: ThreadListCursor): string {
  const time = new Date(timeMs).toISOString();
  return threadId === null ? time : `${time}|${threadId}`;
}

/** @throws HistoryError `invalid_request` when it is no such cursor */
export function decodeThreadListCursor(text: string): ThreadListCursor {
  const match = CURSOR.exec(text);
  if (!match) throw invalidCursor(text);
  const [, date, hours, minutes, seconds, fraction = '', zone = 'Z', threadId = null] = match;
  const timeMs = Date.parse(`${date}T${hours}:${minutes}:${seconds}${fraction}${zone}`);
  if (Number.isNaN(timeMs)) throw invalidCursor(text);
  return { timeMs, threadId };
}
