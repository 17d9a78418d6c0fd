/**
 * Thread ids: UUIDs in any spelling that Codex reads (hyphenated, bare hexadecimal digits, in braces, as a URN). A record whose
 * thread id is not one of them does not decode (spec: legacy-event-shapes, Collab).
 */
import { z } from 'zod';

const UUID = /^(?:[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|[\da-f]{32})$/i;

/** Whether a text is a UUID in one of the accepted spellings. */
export function isThreadId(text: string): boolean {
  if (text.startsWith('urn:uuid:')) return UUID.test(text.slice(9));
  if (text.startsWith('{') && text.endsWith('}')) return UUID.test(text.slice(1, -1));
  return UUID.test(text);
}

export const ThreadId = z.string().refine(isThreadId, { error: 'expected a UUID' });
export type ThreadId = z.infer<typeof ThreadId>;
