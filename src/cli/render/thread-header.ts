/** What there is to know of a thread before its turns. */
import { homedir } from 'node:os';
import type { ThreadView } from '../../api/thread-view.js';
import { formatAge, formatTime } from './format-quantity.js';
import { type View, wrapIndented } from './layout.js';
import { line, type Span, type StyledLine, span } from './styled-line.js';
import { cutLine } from './wrap-line.js';

export interface ThreadRemarks {
  archived: boolean;
  /** Its current file is gone; the rows are what was projected of it. */
  sourceGone: boolean;
  /** Rollout id of an ancestor whose part of the history cannot be shown. */
  missingAncestor: string | null;
  /** As much of its id as a command needs. */
  shortId: string;
  /** Places in its files that could not be read as written. */
  diagnostics: number;
}

/** The lines above the turns of a thread. */
export function renderThreadHeader(thread: ThreadView, remarks: ThreadRemarks, view: View): StyledLine[] {
  const title = (thread.name ?? thread.preview).split('\n', 1)[0] || '(no message)';
  const lines = [cutLine(line(title, 'bold'), view.width)];
  for (const [label, value] of factsOf(thread, view.now)) {
    if (value !== '') lines.push(...wrapIndented(line(value), view, span(`  ${label.padEnd(9)}`, 'dim')));
  }
  for (const remark of remarksOf(remarks)) {
    lines.push(...wrapIndented([remark], view, span('  ! ', 'yellow')));
  }
  return lines;
}

function factsOf(thread: ThreadView, now: number): [string, string][] {
  const { createdAt, updatedAt, model, modelProvider, reasoningEffort, gitInfo, cliVersion, originator } =
    thread;
  const created = createdAt * 1000;
  const updated = updatedAt * 1000;
  return [
    ['thread', thread.id],
    ['folder', joined([tilde(thread.cwd), gitInfo?.value.branch ?? null], ' on ')],
    ['model', joined([model, reasoningEffort, modelProvider])],
    ['started', `${formatTime(created)} · last written ${formatAge(updated, now)}`],
    ['history', joined([thread.historyMode, originator, cliVersion])],
    ['fork of', thread.forkedFromId ?? ''],
    ['agent of', joined([thread.parentThreadId, thread.agentNickname, thread.agentRole])],
  ];
}

function joined(parts: readonly (string | null)[], between = ' · '): string {
  return parts.filter((part) => part !== null && part !== '').join(between);
}

function tilde(path: string): string {
  const home = homedir();
  return path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

function remarksOf({ shortId, archived, sourceGone, missingAncestor, diagnostics }: ThreadRemarks): Span[] {
  const remarks: Span[] = [];
  if (archived) remarks.push(span('archived', 'yellow'));
  if (sourceGone) remarks.push(span('its file is gone; this is what was projected of it', 'yellow'));
  if (missingAncestor !== null) {
    remarks.push(span(`history before its fork is missing: no file of rollout ${missingAncestor}`, 'yellow'));
  }
  if (diagnostics > 0) {
    const places = diagnostics === 1 ? '1 place' : `${diagnostics} places`;
    remarks.push(span(`${places} could not be read as written: threadloom diagnostics ${shortId}`, 'yellow'));
  }
  return remarks;
}
