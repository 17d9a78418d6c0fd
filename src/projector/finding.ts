/** What the projector found wrong with a line, before it becomes a diagnostic row. */

/** Kinds as Codex tags them (spec projection §6), and our own for what it has no tag for. */
export type FindingKind =
  | 'malformed_json'
  | 'unknown_line'
  | 'missing_ordinal'
  | 'duplicate_or_regressed_ordinal'
  | 'forward_ordinal_gap'
  | 'invalid_timestamp'
  | 'oversized_line'
  | 'source_replaced'
  | 'damaged_compression';

/** What was done about it. */
export type FindingAction =
  | 'line_skipped'
  | 'rest_skipped'
  | 'kept_as_unrecognised_item'
  | 'gap_accepted'
  | 'projected_again';

export interface Finding {
  kind: FindingKind;
  action: FindingAction;
  ordinal: number | null;
  detail: string;
}

/** The detail of `malformed_json` where the bytes of a line are no text. */
export const NOT_UTF8_REASON = 'not valid UTF-8';

/** The finding for a line that is too long to be held in memory. */
export function tooLong(start: number, end: number): Finding {
  const detail = `${end - start} bytes in one line`;
  return { kind: 'oversized_line', action: 'line_skipped', ordinal: null, detail };
}

/** The finding for a file that holds other text than was projected; `keptAs` is the id of the rows of the old text. */
export function sourceReplaced(keptAs: string): Finding {
  const detail = `the file no longer holds the text it was projected from; rows of that text are kept as ${keptAs}`;
  return { kind: 'source_replaced', action: 'projected_again', ordinal: null, detail };
}
