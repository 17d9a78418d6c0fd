/**
 * The names of rollout files: what they say about the thread and the rollout inside, and how to write them.
 * Where a file lies, and whether it is a regular file at all, is for discovery to say.
 */

const PREFIX = 'rollout-';
const PLAIN_SUFFIX = '.jsonl';
const COMPRESSED_SUFFIX = '.zst';
const STAMP = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const STAMP_LENGTH = 'YYYY-MM-DDThh-mm-ss'.length;
const UUID_LENGTH = 36;

export interface RolloutName {
  /** Local time of creation, `YYYY-MM-DDThh-mm-ss`; null where the name does not start with one. */
  stamp: string | null;
  /** Null where the name is not canonical. */
  threadId: string | null;
  /** Identifies the file: the thread id, unless a revert gave the thread a further rollout. Null as `threadId`. */
  rolloutId: string | null;
  /** The name ends in `.zst`. */
  compressed: boolean;
}

/**
 * Reads a file name (without folders). Null when it is no rollout name at all; ids are null when it is one but not
 * in the canonical form, such as `rollout-… (1).jsonl`. Ids come in lower case (spec: rollout-format §2).
 */
export function parseRolloutName(fileName: string): RolloutName | null {
  const compressed = fileName.endsWith(COMPRESSED_SUFFIX);
  const plain = toPlainPath(fileName);
  if (!plain.startsWith(PREFIX) || !plain.endsWith(PLAIN_SUFFIX)) return null;
  if (plain.length < PREFIX.length + PLAIN_SUFFIX.length) return null;

  const middle = plain.slice(PREFIX.length, -PLAIN_SUFFIX.length);
  const stamp = STAMP.exec(middle)?.[0] ?? null;
  const ids =
    stamp !== null && middle[STAMP_LENGTH] === '-' ? parseIds(middle.slice(STAMP_LENGTH + 1)) : null;
  return { stamp, threadId: ids?.threadId ?? null, rolloutId: ids?.rolloutId ?? null, compressed };
}

/** The canonical name; the rollout id is left out where it equals the thread id (spec: rollout-format §2). */
export function formatRolloutName(name: {
  stamp: string;
  threadId: string;
  rolloutId?: string;
  compressed?: boolean;
}): string {
  const { stamp, threadId, rolloutId = threadId, compressed = false } = name;
  const ids = rolloutId === threadId ? threadId : `${threadId}_${rolloutId}`;
  return `${PREFIX}${stamp}-${ids}${PLAIN_SUFFIX}${compressed ? COMPRESSED_SUFFIX : ''}`;
}

/** The path of the plain representation: the path itself, or the path without `.zst`. */
export function toPlainPath(path: string): string {
  return path.endsWith(COMPRESSED_SUFFIX) ? path.slice(0, -COMPRESSED_SUFFIX.length) : path;
}

/** The path of the compressed representation of the same rollout. */
export function toCompressedPath(path: string): string {
  return toPlainPath(path) + COMPRESSED_SUFFIX;
}

function parseIds(text: string): { threadId: string; rolloutId: string } | null {
  const threadId = text.slice(0, UUID_LENGTH).toLowerCase();
  if (!UUID.test(threadId)) return null;
  if (text.length === UUID_LENGTH) return { threadId, rolloutId: threadId };
  const rolloutId = text.slice(UUID_LENGTH + 1).toLowerCase();
  return text[UUID_LENGTH] === '_' && UUID.test(rolloutId) ? { threadId, rolloutId } : null;
}
