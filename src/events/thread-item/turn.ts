/**
 * A turn and its error, as readers see them.
 */
import { z } from 'zod';
import { Int } from '../value/integer.js';
import { ThreadErrorInfo } from './thread-error-info.js';
import { ThreadItem } from './thread-item.js';

/** Why a turn failed. Details of a misalignment block are never stored, so they are null in a stored turn. */
export const TurnError = z.looseObject({
  message: z.string(),
  codexErrorInfo: ThreadErrorInfo.nullable().default(null),
  additionalDetails: z.string().nullable().default(null),
  misalignment: z.unknown().default(null),
});
export type TurnError = z.infer<typeof TurnError>;

export const TurnStatus = z.enum(['completed', 'interrupted', 'failed', 'inProgress']);
export type TurnStatus = z.infer<typeof TurnStatus>;

/** How much of a turn's items an answer holds: none, the first user message and the final answer, or all. */
export const TurnItemsView = z.enum(['notLoaded', 'summary', 'full']);
export type TurnItemsView = z.infer<typeof TurnItemsView>;

/** spec: turn-items §3. `startedAt` and `completedAt` are unix seconds. */
export const Turn = z.looseObject({
  id: z.string(),
  rootTurnId: z.string().nullable().default(null),
  items: z.array(ThreadItem),
  itemsView: TurnItemsView.default('full'),
  status: TurnStatus,
  error: TurnError.nullable().default(null),
  startedAt: Int.nullable().default(null),
  completedAt: Int.nullable().default(null),
  durationMs: Int.nullable().default(null),
});
export type Turn = z.infer<typeof Turn>;
