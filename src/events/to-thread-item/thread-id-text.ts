/**
 * Thread ids in the one spelling that readers see.
 */

const CANONICAL = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/** The id in small letters with hyphens, whichever of the accepted spellings the log has (`ThreadId` says which those are). */
export function threadIdText(id: string): string {
  if (CANONICAL.test(id)) return id;
  const digits = id.replace(/^urn:uuid:|[{}-]/gi, '').toLowerCase();
  const at = (start: number, end?: number) => digits.slice(start, end);
  return `${at(0, 8)}-${at(8, 12)}-${at(12, 16)}-${at(16, 20)}-${at(20)}`;
}
