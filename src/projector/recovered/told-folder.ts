/** The working directory, where a record tells it. */
import type { RolloutRecord } from '../../events/record/rollout-record.js';
import { nativePath } from '../../events/to-thread-item/native-path.js';

/** Native path of the working directory of what follows; null for records that do not tell it. */
export function folderOf({ type, payload }: RolloutRecord): string | null {
  return type === 'session_meta' || type === 'turn_context' ? nativePath(payload.cwd) : null;
}
