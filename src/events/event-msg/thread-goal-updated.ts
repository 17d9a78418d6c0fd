/**
 * The goal that a thread works towards. The keys are camelCase; no projector reads it.
 */
import { z } from 'zod';
import { Int } from '../value/integer.js';
import { ThreadId } from '../value/thread-id.js';

/** Times in unix seconds. */
export const ThreadGoal = z.looseObject({
  threadId: ThreadId,
  objective: z.string(),
  status: z.enum(['active', 'paused', 'complete', 'blocked', 'budgetLimited', 'usageLimited']),
  tokenBudget: Int.nullish(),
  tokensUsed: Int,
  timeUsedSeconds: Int,
  createdAt: Int,
  updatedAt: Int,
});
export type ThreadGoal = z.infer<typeof ThreadGoal>;

export const ThreadGoalUpdated = z.looseObject({
  type: z.literal('thread_goal_updated'),
  threadId: ThreadId,
  turnId: z.string().nullish(),
  goal: ThreadGoal,
});
export type ThreadGoalUpdated = z.infer<typeof ThreadGoalUpdated>;
