/** Cursors of turns and items as Codex writes them, spelled out, so that no test takes ours for granted. */

export interface CursorParts {
  threadId: string;
  ordinal: number;
  includeAnchor?: boolean;
}

export function turnCursor(parts: CursorParts): string {
  return cursorText(parts, 'turns');
}

export function itemCursor(
  parts: CursorParts,
  order: 'itemsByCreatedAtOrdinal' | 'itemsByUpdatedAtOrdinal' = 'itemsByCreatedAtOrdinal',
): string {
  return cursorText(parts, order);
}

function cursorText({ threadId, ordinal, includeAnchor = false }: CursorParts, kind: string): string {
  return `{"requestedThreadId":"${threadId}","rolloutOrdinal":${ordinal},"includeAnchor":${includeAnchor},"scope":{"kind":"${kind}"}}`;
}
