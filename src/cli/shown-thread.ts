/** A thread with its newest turns, read and laid out for a terminal. */
import type { AsOf } from '../api/as-of.js';
import type { ThreadView } from '../api/thread-view.js';
import type { TurnEntry } from '../api/turn-entry.js';
import { collectPage } from './collect-pages.js';
import type { CommandContext } from './context.js';
import type { View } from './render/layout.js';
import { line, type StyledLine } from './render/styled-line.js';
import { renderThreadHeader } from './render/thread-header.js';
import { renderTurn } from './render/turn.js';
import { shortThreadId } from './short-id.js';
import { listDiagnosticsOf } from './thread-diagnostics.js';

export interface ShownThread {
  thread: ThreadView;
  /** Oldest first. */
  turns: TurnEntry[];
  /** There are older ones. */
  more: boolean;
  /** What the turns were read as of. */
  asOf?: AsOf;
}

/** A thread with its newest turns and all of their items, recovered ones unless told. */
export async function readNewestTurns(
  { service }: Pick<CommandContext, 'service'>,
  threadId: string,
  { count, includeRecovered = true }: { count: number; includeRecovered?: boolean },
): Promise<ShownThread> {
  const items = { itemsView: 'full', includeRecovered, unrecognised: true } as const;
  const wanted = { ...items, direction: 'desc', asOf: true } as const;
  const page = await collectPage((at) => service.listTurns(threadId, { ...wanted, ...at }), {
    limit: count,
  });
  // Read last: the model of a thread is known once its turns are projected.
  const thread = await service.readThread(threadId);
  return {
    thread,
    turns: page.data.reverse(),
    more: page.nextCursor !== null,
    ...(page.asOf && { asOf: page.asOf }),
  };
}

/** The lines of a thread. */
export async function renderThread(
  { database, service }: Pick<CommandContext, 'database' | 'service'>,
  { thread, turns, more }: ShownThread,
  view: View,
): Promise<StyledLine[]> {
  const { lineage, sourceGone, diagnostics } = await listDiagnosticsOf({ database, service }, thread.id);
  const inFolder = { ...view, folder: thread.cwd };
  const remarks = {
    shortId: shortThreadId({ database }, thread.id),
    archived: lineage.archived,
    sourceGone,
    missingAncestor: lineage.missingAncestor,
    diagnostics: diagnostics.length,
  };
  const earlier = more
    ? [
        line(
          `Earlier turns are not shown: threadloom show ${remarks.shortId} --turns ${2 * turns.length}`,
          'dim',
        ),
        [],
      ]
    : [];
  const body = turns.flatMap((turn) => renderTurn(turn, inFolder));
  while (body.at(-1)?.length === 0) body.pop();
  return [...renderThreadHeader(thread, remarks, view), [], ...earlier, ...body];
}
