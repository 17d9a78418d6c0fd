/**
 * Names and folders of rollout files (spec: rollout-format §2). Codex names them by local time; here it is UTC, so that
 * the same builder gives the same name everywhere.
 */

/** What a file of a home is made from; all builders of this room offer it. */
export interface RolloutFileContent {
  bytes(): Uint8Array;
  /** `rollout-<stamp>-<thread id>[_<rollout id>].jsonl` */
  fileName(): string;
  startedAt(): Date;
  /** Time of the last record. */
  updatedAt(): Date;
}

export function rolloutFileName(of: { threadId: string; rolloutId: string; startedAtMs: number }): string {
  const stamp = new Date(of.startedAtMs).toISOString().slice(0, 19).replaceAll(':', '-');
  const file = of.rolloutId === of.threadId ? '' : `_${of.rolloutId}`;
  return `rollout-${stamp}-${of.threadId}${file}.jsonl`;
}

/** Folder below CODEX_HOME, with forward slashes. */
export function rolloutFolder(startedAt: Date, archived: boolean): string {
  if (archived) return 'archived_sessions';
  return `sessions/${startedAt.toISOString().slice(0, 10).replaceAll('-', '/')}`;
}

export function textLines(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
