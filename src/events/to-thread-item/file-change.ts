/**
 * Patches for readers.
 */
import type { FileChangeStatus, FileChangeThreadItem, FileUpdateChange } from '../thread-item/file-change.js';
import type { FileChange, FileChanges } from '../value/file-change.js';
import { compareCodePoints } from './code-point-order.js';

function updateOf(path: string, change: FileChange): FileUpdateChange {
  if (change.type !== 'update') return { path, kind: { type: change.type }, diff: change.content };
  const movePath = change.move_path ?? null;
  const diff = movePath === null ? change.unified_diff : `${change.unified_diff}\n\nMoved to: ${movePath}`;
  return { path, kind: { type: 'update', move_path: movePath }, diff };
}

/** A patch as readers see it, sorted by path. What the patch tool printed is not shown (spec: turn-items §4). */
export function fileChangeOf(
  id: string,
  changes: FileChanges,
  status: FileChangeStatus,
): FileChangeThreadItem {
  return {
    type: 'fileChange',
    id,
    changes: Object.entries(changes)
      .sort(([left], [right]) => compareCodePoints(left, right))
      .map(([path, change]) => updateOf(path, change)),
    status,
  };
}
