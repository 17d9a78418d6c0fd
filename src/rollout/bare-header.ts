/**
 * The shapes of the files of mid-2025 that have no envelope: a header line, response items as they are, and state
 * markers (spec: rollout-format §19). Their items are decoded elsewhere.
 */

import { z } from 'zod';

/** The first line of such a file; `id` is the thread id. */
export const BareHeader = z.looseObject({
  id: z.string(),
  timestamp: z.string(),
  instructions: z.string().nullish(),
  git: z.looseObject({}).nullish(),
});
export type BareHeader = z.infer<typeof BareHeader>;

/** The header in a line's JSON; null when it is something else. */
export function readBareHeader(json: Readonly<Record<string, unknown>>): BareHeader | null {
  if ('type' in json || 'record_type' in json) return null;
  return BareHeader.safeParse(json).data ?? null;
}

/** True for the other lines of such a file: state markers, and items that stand without an envelope. */
export function isBareLine(json: Readonly<Record<string, unknown>>): boolean {
  if (typeof json.record_type === 'string') return true;
  return typeof json.type === 'string' && !('payload' in json) && !('timestamp' in json);
}
