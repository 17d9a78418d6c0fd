/** As much of a thread's id as a command needs to find it. */
import { shortestThreadIdPrefix } from '../store/thread-id-prefix.js';
import type { CommandContext } from './context.js';

const LEAST_CHARACTERS = 8;

/** The shortest beginning of an id that is unambiguous today. */
export function shortThreadId({ database }: Pick<CommandContext, 'database'>, threadId: string): string {
  return shortestThreadIdPrefix(database.reader, threadId, LEAST_CHARACTERS);
}
