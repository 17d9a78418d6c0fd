/**
 * Diagnostics that no line of the file comes to, because they tell of the file's past or its place. They are taken over
 * into the expected rows where they are as the projector would have written them.
 */
import { basename } from 'node:path';
import type Database from 'better-sqlite3';
import { sourceReplaced } from '../../projector/finding.js';
import { recordFinding } from '../../projector/row-writer.js';
import { listSetAsideIds } from '../../store/derived-ids.js';
import { type DiagnosticRow, listDiagnosticsOfKind } from '../../store/diagnostics.js';

export interface OwnDiagnosticsOptions {
  rolloutId: string;
  stored: Database.Database;
  expected: Database.Database;
}

export function takeOverOwnDiagnostics(options: OwnDiagnosticsOptions): void {
  takeOverReplacement(options);
  takeOverPlaces(options);
}

/** A set that was kept can have been pruned since; one that is kept must be named. */
function takeOverReplacement({ rolloutId, stored, expected }: OwnDiagnosticsOptions): void {
  const [found] = listDiagnosticsOfKind(stored, rolloutId, 'source_replaced');
  if (found === undefined) return;
  const named = /~(\d+)$/.exec(found.detail)?.[1];
  const generations = listSetAsideIds(stored, rolloutId).map((id) => Number(id.slice(rolloutId.length + 1)));
  const generation = generations.length > 0 ? Math.max(...generations) : Number(named ?? 1);
  recordFinding(expected, rolloutId, { start: 0, end: 0 }, sourceReplaced(`${rolloutId}~${generation}`));
}

/** The message names the folder where the file lay then; it can have been archived since. */
function takeOverPlaces({ rolloutId, stored, expected }: OwnDiagnosticsOptions): void {
  const then = listDiagnosticsOfKind(stored, rolloutId, 'damaged_compression');
  for (const now of listDiagnosticsOfKind(expected, rolloutId, 'damaged_compression')) {
    const same = then.find((row) => row.start_byte === now.start_byte && isSameButForFolder(row, now));
    if (same === undefined) continue;
    expected
      .prepare('update diagnostics set detail = ? where thread_id = ? and start_byte = ? and kind = ?')
      .run(same.detail, rolloutId, now.start_byte, now.kind);
  }
}

const PATH = /^Rollout (\S.*?\.jsonl(?:\.zst)?) /;

function isSameButForFolder(a: DiagnosticRow, b: DiagnosticRow): boolean {
  return withoutFolder(a.detail) === withoutFolder(b.detail);
}

function withoutFolder(detail: string): string {
  return detail.replace(PATH, (_, path: string) => `Rollout ${basename(path)} `);
}
