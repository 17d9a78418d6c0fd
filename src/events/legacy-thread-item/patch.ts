/**
 * Patches from their legacy events.
 */
import type { ApplyPatchApprovalRequest, PatchApplyBegin, PatchApplyEnd } from '../event-msg/patch.js';
import type { FileChangeThreadItem } from '../thread-item/file-change.js';
import { fileChangeOf } from '../to-thread-item/file-change.js';

/** spec: legacy-history §4. */
export function applyPatchApprovalRequestItem(event: ApplyPatchApprovalRequest): FileChangeThreadItem {
  return fileChangeOf(event.call_id, event.changes, 'inProgress');
}

/** spec: legacy-history §4. */
export function patchApplyBeginItem(event: PatchApplyBegin): FileChangeThreadItem {
  return fileChangeOf(event.call_id, event.changes, 'inProgress');
}

/** spec: legacy-history §4. `status` counts, `success` does not. */
export function patchApplyEndItem(event: PatchApplyEnd): FileChangeThreadItem {
  return fileChangeOf(event.call_id, event.changes, event.status);
}
