/** The model-context room: what the model would see if a thread were taken up again, found out of its records. */

export { type BoundedSuffix, boundedSuffix } from './bounded-suffix.js';
export { isContextualUserMessage } from './contextual-message.js';
export { type HistoryItem, type HistoryResponseItem, isHistoryItem, toHistoryItem } from './history-item.js';
export { lastTokenUsage, type TokenUsageInfo } from './last-token-usage.js';
export type {
  ContextWindow,
  ModelContext,
  ModelContextSource,
  PreviousTurnSettings,
} from './model-context.js';
export { reconstructModelContext } from './reconstruct-model-context.js';
export { truncateAfterTurn, truncateBeforeTurn } from './truncate-at-turn.js';
export { truncateBeforeUserMessage } from './truncate-before-user-message.js';
export { truncateToLastTurns } from './truncate-to-last-turns.js';
export { TruncationError, type TruncationErrorCode } from './truncation-error.js';
export { isTurnBoundary, isUserRequest } from './turn-boundary.js';
