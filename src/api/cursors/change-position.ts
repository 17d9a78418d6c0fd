/**
 * Positions in the stream of a thread's changes. A position names a place in one rollout's rows, so it outlives appends,
 * restarts and compression, and lets a subscriber go on exactly where it stopped.
 */
import { z } from 'zod';
import { HistoryError } from '../history-error.js';
import { parseJsonOrNull } from './page-cursor.js';

/** In which order changes of one ordinal are told. */
export const CHANGE_RANK = { turnsRemoved: 0, turn: 1, item: 2, realtimeItem: 3 } as const;

export const ChangePosition = z.object({
  threadId: z.string(),
  rolloutId: z.string(),
  /** Which rows these are: other rules and another text of the file make others. */
  rows: z.string(),
  /** Changes of ordinals below it were told, */
  ordinal: z.int().min(0),
  /** of this ordinal those of lower ranks, */
  rank: z.int().min(0).max(3),
  /** and of this rank those of rows created up to this ordinal; −1: none. */
  place: z.int().min(-1),
});
export type ChangePosition = z.infer<typeof ChangePosition>;

/** The place within a rollout's changes. */
export type ChangePlace = Pick<ChangePosition, 'ordinal' | 'rank' | 'place'>;

/** Before the first change at an ordinal. */
export function beforeOrdinal(ordinal: number): ChangePlace {
  return { ordinal, rank: 0, place: -1 };
}

export function comparePlaces(a: ChangePlace, b: ChangePlace): number {
  return a.ordinal - b.ordinal || a.rank - b.rank || a.place - b.place;
}

/** The text that subscribers keep. */
export function encodeChangePosition(position: ChangePosition): string {
  const { threadId, rolloutId, rows, ordinal, rank, place } = position;
  return JSON.stringify({ threadId, rolloutId, rows, ordinal, rank, place });
}

/** @throws HistoryError `invalid_request` when it is no position, or one of another thread */
export function decodeChangePosition(text: string, threadId: string): ChangePosition {
  const { success, data } = ChangePosition.safeParse(parseJsonOrNull(text));
  if (!success) throw new HistoryError('invalid_request', `invalid cursor: no position of changes: ${text}`);
  if (data.threadId !== threadId) {
    throw new HistoryError(
      'invalid_request',
      `invalid cursor: it belongs to thread ${data.threadId}, and thread ${threadId} was asked for`,
    );
  }
  return data;
}
