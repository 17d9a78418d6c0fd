/**
 * Threads as Codex's answers show them, which depends on where it looks them up: its index knows less than the log
 * (seen with 0.169.0). The service tells all that the log says.
 */
import type { ThreadView } from '../thread-view.js';

/** A thread in a listing or a search; only a listing by relation tells the parent. */
export function listedThread(thread: ThreadView, { related = false } = {}): ThreadView {
  return {
    ...thread,
    forkedFromId: null,
    parentThreadId: related ? thread.parentThreadId : null,
    threadSource: null,
  };
}

/** A thread that was read; of a legacy one only a read of its turns tells who started it. */
export function readThread(thread: ThreadView, includeTurns: boolean): ThreadView {
  return thread.historyMode === 'legacy' && !includeTurns ? { ...thread, threadSource: null } : thread;
}
