/**
 * Reads the text of a patch (`*** Begin Patch` … `*** End Patch`) into the changes that readers see. What the files held is
 * not in the log: an update keeps the hunks as they were written, a deletion has no content.
 */
import type { FileUpdateChange } from '../../events/thread-item/file-change.js';
import { compareCodePoints } from '../../events/to-thread-item/code-point-order.js';
import { resolveNativePath } from '../../events/to-thread-item/native-path.js';

const BEGIN = '*** Begin Patch';
const END = '*** End Patch';
const HEADING = /^\*\*\* (Add|Delete|Update) File: (.+?)\s*$/;
const MOVE = /^\*\*\* Move to: (.+?)\s*$/;

interface OpenChange {
  path: string;
  kind: 'Add' | 'Delete' | 'Update';
  movedTo: string | null;
  lines: string[];
}

/**
 * The changes of a patch, sorted by path.
 *
 * @param folder native path that relative ones are resolved against; '' leaves them as they are
 * @returns null where the text is no patch
 */
export function readPatch(text: string, folder: string): FileUpdateChange[] | null {
  const lines = text.trim().split('\n');
  if (lines[0]?.trim() !== BEGIN || lines.at(-1)?.trim() !== END) return null;
  const changes: OpenChange[] = [];
  for (const raw of lines.slice(1, -1)) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const heading = HEADING.exec(line);
    const open = changes.at(-1);
    if (heading !== null) changes.push(openChange(heading[1], heading[2] ?? ''));
    else if (open === undefined) {
      if (line.trim() !== '' && !line.startsWith('*** ')) return null;
    } else {
      const moved = open.kind === 'Update' && open.lines.length === 0 ? MOVE.exec(line) : null;
      if (moved !== null) open.movedTo = moved[1] ?? null;
      else if (line !== '*** End of File') open.lines.push(line);
    }
  }
  if (changes.length === 0) return null;
  const resolve = (path: string): string =>
    folder === '' ? path : (resolveNativePath(folder, path) ?? path);
  return mergeByPath(changes.map((change) => closeChange(change, resolve)));
}

function openChange(kind: string | undefined, path: string): OpenChange {
  const known = kind === 'Add' || kind === 'Delete' ? kind : 'Update';
  return { path, kind: known, movedTo: null, lines: [] };
}

function closeChange(
  { path, kind, movedTo, lines }: OpenChange,
  resolve: (path: string) => string,
): FileUpdateChange {
  switch (kind) {
    case 'Add': {
      const content = lines.map((line) => `${line.startsWith('+') ? line.slice(1) : line}\n`).join('');
      return { path: resolve(path), kind: { type: 'add' }, diff: content };
    }
    case 'Delete':
      return { path: resolve(path), kind: { type: 'delete' }, diff: '' };
    case 'Update': {
      const target = movedTo === null ? null : resolve(movedTo);
      const hunks = lines.map((line) => `${line}\n`).join('');
      const diff = target === null ? hunks : `${hunks}\n\nMoved to: ${target}`;
      return { path: resolve(path), kind: { type: 'update', move_path: target }, diff };
    }
  }
}

/** A file that a patch names twice is one change, as in the items that Codex writes. */
function mergeByPath(changes: readonly FileUpdateChange[]): FileUpdateChange[] {
  const merged = new Map<string, FileUpdateChange>();
  for (const change of changes) {
    const known = merged.get(change.path);
    merged.set(change.path, known === undefined ? change : { ...change, diff: known.diff + change.diff });
  }
  return [...merged.values()].sort((left, right) => compareCodePoints(left.path, right.path));
}
