/** Ids for what a log leaves unnamed. */
import { createHash } from 'node:crypto';

/** Of the form of a UUID, and the same whenever that record of that thread is converted. */
export function stableId(threadId: string, recordIndex: number): string {
  const hex = createHash('sha256').update(`${threadId}:${recordIndex}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
