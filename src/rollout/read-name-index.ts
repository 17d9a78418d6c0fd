/**
 * The names that people gave their threads, as `session_index.jsonl` of a Codex home tells them: one line a naming, the
 * last one of a thread holds (spec migration §2; seen with 0.169.0). Writing it is for `writing/name-index`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMissing } from '../files/file-system-code.js';

export const NAME_INDEX_FILE = 'session_index.jsonl';

/** One line of the index. */
export interface NameEntry {
  threadId: string;
  name: string;
}

/** Path of the index of a home. */
export function nameIndexPath(home: string): string {
  return join(home, NAME_INDEX_FILE);
}

/** The name of each thread that has one; empty without an index. Lines that are none are passed over. */
export function readNameIndex(home: string): Map<string, string> {
  const names = new Map<string, string>();
  let text: string;
  try {
    text = readFileSync(nameIndexPath(home), 'utf8');
  } catch (error) {
    if (isMissing(error)) return names;
    throw error;
  }
  for (const line of text.split('\n')) {
    const entry = parseNameEntry(line);
    if (entry === null) continue;
    if (entry.name === '') names.delete(entry.threadId);
    else names.set(entry.threadId, entry.name);
  }
  return names;
}

/** Reads a line of the index; null for one that names no thread. */
export function parseNameEntry(line: string): NameEntry | null {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof entry !== 'object' || entry === null || !('id' in entry) || !('thread_name' in entry))
    return null;
  const { id, thread_name: name } = entry;
  if (typeof id !== 'string' || typeof name !== 'string') return null;
  return { threadId: id.toLowerCase(), name };
}
