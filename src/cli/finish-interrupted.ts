/** Commands that change threads first finish what an earlier one was killed in, and say so. */

import { counted } from './render/format-quantity.js';
import type { Run } from './run-command.js';

export async function finishInterrupted({ service, output }: Run<object>): Promise<void> {
  const { deleted, moved, busy } = await service.repairThreads();
  if (deleted.length > 0) {
    output.remark(`Finished a deletion that was interrupted: ${counted(deleted.length, 'thread')}.`);
  }
  if (moved.length > 0) {
    output.remark(`Finished a move that was interrupted: ${counted(moved.length, 'thread')}.`);
  }
  if (busy.length > 0) {
    output.remark(`Left as they are, since another process is at them: ${busy.join(', ')}.`);
  }
}
