/**
 * `thread/archive`, `thread/unarchive`, `thread/delete` and `thread/name/set` of Codex's app-server protocol, each with the
 * notifications that Codex sends after its answer (seen with 0.169.0).
 */
import type { ThreadUpkeep } from '../create-thread-upkeep.js';
import type { HistoryService } from '../history-service.js';
import { Answer } from './answer.js';
import { readThread } from './codex-thread.js';
import { type Method, method } from './methods.js';
import { ThreadSetNameParams, ThreadUpkeepParams } from './params.js';
import { readThreadId } from './thread-id.js';

export type UpkeepOfMethods = Pick<
  ThreadUpkeep,
  'archiveThread' | 'unarchiveThread' | 'deleteThreads' | 'setThreadName'
>;

/** The methods by their names. */
export function threadUpkeepMethods(
  upkeep: UpkeepOfMethods,
  service: Pick<HistoryService, 'readThread'>,
): Record<string, Method> {
  return {
    'thread/archive': method(ThreadUpkeepParams, async (params) => {
      const { threadIds } = await upkeep.archiveThread(readThreadId(params.threadId, 'session id'));
      return answerOf({}, 'thread/archived', threadIds);
    }),
    'thread/unarchive': method(ThreadUpkeepParams, async (params) => {
      const threadId = readThreadId(params.threadId, 'session id');
      const { threadIds } = await upkeep.unarchiveThread(threadId);
      const thread = readThread(await service.readThread(threadId), false);
      return answerOf({ thread }, 'thread/unarchived', threadIds);
    }),
    'thread/delete': method(ThreadUpkeepParams, async (params) => {
      const { threadIds } = await upkeep.deleteThreads([readThreadId(params.threadId)]);
      return answerOf({}, 'thread/deleted', threadIds);
    }),
    'thread/name/set': method(ThreadSetNameParams, async (params) => {
      const threadId = readThreadId(params.threadId);
      const threadName = await upkeep.setThreadName(threadId, params.name);
      return new Answer({}, [{ method: 'thread/name/updated', params: { threadId, threadName } }]);
    }),
  };
}

function answerOf(result: object, notification: string, threadIds: readonly string[]): Answer {
  return new Answer(
    result,
    threadIds.map((threadId) => ({ method: notification, params: { threadId } })),
  );
}
