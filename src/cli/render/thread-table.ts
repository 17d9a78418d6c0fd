/** Threads as a table, one a line. */
import { basename } from 'node:path';
import type { ThreadView } from '../../api/thread-view.js';
import { formatAge } from './format-quantity.js';
import type { View } from './layout.js';
import { line, type StyledLine, span } from './styled-line.js';
import { renderTable } from './table.js';

export interface ThreadTableOptions {
  /** As much of an id as a command needs. */
  shortId: (threadId: string) => string;
  /** Which time is shown. */
  time?: 'createdAt' | 'updatedAt' | 'recencyAt';
  /** The listing is of archived threads. */
  archived?: boolean | undefined;
}

const TITLE = { createdAt: 'CREATED', updatedAt: 'UPDATED', recencyAt: 'ACTIVE' } as const;

/** The lines of the table. */
export function renderThreadTable(
  threads: readonly ThreadView[],
  view: View,
  { shortId, time = 'updatedAt', archived = false }: ThreadTableOptions,
): StyledLine[] {
  const columns = [
    { title: 'THREAD' },
    { title: TITLE[time], align: 'right' as const },
    { title: 'MODE' },
    { title: 'FOLDER' },
    { title: archived ? 'NAME (ARCHIVED)' : 'NAME', flexible: true },
  ];
  const rows = threads.map((thread) => [
    line(shortId(thread.id), 'cyan'),
    line(formatAge(thread[time] * 1000, view.now)),
    line(thread.historyMode, 'dim'),
    line(basename(thread.cwd), 'dim'),
    [...(archived ? [span('▪ ', 'dim')] : []), ...title(thread)],
  ]);
  return renderTable(columns, rows, view.width);
}

/** A name, or the first words of the first message; sub-agents and forks say so. */
function title({ name, preview, agentNickname, forkedFromId, parentThreadId }: ThreadView): StyledLine {
  const words = (name ?? preview).replace(/\s+/g, ' ').trim();
  const note =
    parentThreadId === null ? (forkedFromId === null ? '' : 'fork') : (agentNickname ?? 'sub-agent');
  const mark = note === '' ? [] : [span(`${note}: `, 'magenta')];
  return [
    ...mark,
    words === '' ? span('(no message)', 'dim') : span(words, ...(name === null ? [] : ['bold' as const])),
  ];
}
