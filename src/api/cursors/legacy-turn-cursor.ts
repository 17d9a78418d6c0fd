/** Turn cursors of legacy threads: they name a turn, so a rollback of that turn invalidates them (spec reads §7). */
import { z } from 'zod';
import { invalidCursor, parseJsonOrNull } from './page-cursor.js';

export const LegacyTurnCursor = z.object({
  turnId: z.string(),
  includeAnchor: z.boolean(),
  /** Which of several turns of that id; left out for the first, as Codex knows only that one. */
  occurrence: z.int().min(1).optional(),
});
export type LegacyTurnCursor = z.infer<typeof LegacyTurnCursor>;

export function encodeLegacyTurnCursor(turnId: string, occurrence: number, includeAnchor: boolean): string {
  const cursor: LegacyTurnCursor = { turnId, includeAnchor, ...(occurrence > 0 && { occurrence }) };
  return JSON.stringify(cursor);
}

/** @throws HistoryError `invalid_request` when the text is no such cursor */
export function decodeLegacyTurnCursor(text: string): LegacyTurnCursor {
  const parsed = LegacyTurnCursor.safeParse(parseJsonOrNull(text));
  if (!parsed.success) throw invalidCursor(text);
  return parsed.data;
}
