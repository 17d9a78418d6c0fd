/** The item of a call once its output is known. */
import type { ThreadItem } from '../../events/thread-item/thread-item.js';
import type { OutputContent } from '../../events/value/output-content.js';
import { endedCommand } from './command-item.js';
import { type CommandResult, readCommandResult } from './command-output.js';
import { endedMcpCall } from './mcp-call.js';
import { contentItems, outputText, tellsFailure, toldDurationMs } from './output-parts.js';
import { dynamicItem } from './recover-call.js';

/** An item with its output. */
export interface CompletedItem {
  readonly item: ThreadItem;
  /** Of a command that goes on: more of its output comes by this id. */
  readonly session: string | null;
}

/** Puts an output into the item of its call; null where the item has one already, or takes none. */
export function completeItem(item: ThreadItem, output: OutputContent): CompletedItem | null {
  switch (item.type) {
    case 'commandExecution': {
      if (item.status !== 'inProgress' || item.processId !== null) return null;
      const result = readCommandResult(outputText(output));
      return { item: endedCommand(item, result), session: result.session };
    }
    case 'fileChange': {
      if (item.status !== 'inProgress') return null;
      return { item: { ...item, status: patchStatus(readCommandResult(outputText(output))) }, session: null };
    }
    case 'mcpToolCall':
      return item.status === 'inProgress' ? { item: endedMcpCall(item, output), session: null } : null;
    case 'dynamicToolCall': {
      if (item.status !== 'inProgress') return null;
      const status = tellsFailure(outputText(output)) ? 'failed' : 'completed';
      const durationMs = toldDurationMs(output);
      return { item: { ...item, status, contentItems: contentItems(output), durationMs }, session: null };
    }
    case 'imageView': {
      // No item of that kind says that there was no image to see.
      if (!tellsFailure(outputText(output))) return null;
      const call = dynamicItem(item.id, null, 'view_image', { path: item.path });
      return { item: { ...call, status: 'failed', contentItems: contentItems(output) }, session: null };
    }
    default:
      return null;
  }
}

function patchStatus({ status, exitCode, output }: CommandResult): 'completed' | 'failed' | 'declined' {
  if (status === 'declined' || status === 'failed') return status;
  return exitCode === 0 || /^(?:Success\.|Done!)/.test(output) ? 'completed' : 'failed';
}
