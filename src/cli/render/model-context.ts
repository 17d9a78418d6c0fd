/** A model context: what is known beside the history, the history as rows or in full, and what it took to find out. */
import type { ModelContextScan, ModelContextView } from '../../api/read-model-context.js';
import { formatBytes } from './format-quantity.js';
import { describeHistoryItem, type HistoryItemWords } from './history-item.js';
import { gutterBlock, type View, wrapIndented } from './layout.js';
import { line, type StyledLine, span } from './styled-line.js';
import { renderTable } from './table.js';

/** The lines of a model context. */
export function renderModelContext(context: ModelContextView, view: View): StyledLine[] {
  const items = context.history.map(({ item }) => describeHistoryItem(item));
  return [
    line('What the model would see', 'bold'),
    ...factsOf(context).flatMap(([label, value]) =>
      wrapIndented(line(value), view, span(`  ${label.padEnd(10)}`, 'dim')),
    ),
    [],
    ...(view.full
      ? items.flatMap((words, index) => renderWhole(words, index, view))
      : renderRows(items, view)),
    ...(view.full ? [] : [[]]),
    line(scanWords(context.scan), 'dim'),
  ];
}

function factsOf(context: ModelContextView): [string, string][] {
  const {
    window,
    previousTurnSettings: settings,
    referenceContext,
    worldStateBaseline,
    tokenUsage,
  } = context;
  const sections = worldStateBaseline === null ? null : Object.keys(worldStateBaseline).length;
  return [
    ['history', `${countWords(context.history.length, 'item')}, after the base instructions`],
    ['window', window.id === null ? `${window.number}` : `${window.number} · ${window.id}`],
    ['settings', settings === null ? 'none: the next turn starts afresh' : settings.model],
    [
      'reference',
      referenceContext === null ? 'none: the next turn tells everything anew' : referenceWords(context),
    ],
    ['world', sections === null ? 'none: it will be told in full' : countWords(sections, 'section')],
    [
      'tokens',
      tokenUsage === null ? 'not known' : `${tokenUsage.last_token_usage.total_tokens} in the last request`,
    ],
  ];
}

function referenceWords({ referenceContext }: ModelContextView): string {
  const { turn_id: turnId, cwd } = referenceContext ?? {};
  return [turnId == null ? 'a turn without id' : `turn ${turnId}`, cwd].join(' · ');
}

function renderRows(items: readonly HistoryItemWords[], view: View): StyledLine[] {
  if (items.length === 0) return [line('  (nothing)', 'dim')];
  return renderTable(
    [{ title: '#', align: 'right' }, { title: 'ROLE' }, { title: 'KIND' }, { title: 'TEXT', flexible: true }],
    items.map(({ role, kind, text }, index) => [
      line(`${index + 1}`, 'dim'),
      line(role, role === 'user' ? 'cyan' : 'dim'),
      line(kind),
      line(text.replace(/\s+/g, ' ').trim()),
    ]),
    view.width,
  );
}

function renderWhole({ role, kind, text }: HistoryItemWords, index: number, view: View): StyledLine[] {
  const lines = text.split('\n').map((each) => line(each));
  return [
    [span(`${index + 1} `, 'dim'), span([role, kind].filter((part) => part !== '').join(' · '), 'cyan')],
    ...gutterBlock(lines, view, { head: 0, tail: 0 }),
    [],
  ];
}

function scanWords({
  lines,
  bytes,
  rollouts,
  reachedBeginning,
  unreadableLines,
  missingLog,
}: ModelContextScan): string {
  const read = `Read ${countWords(lines, 'line')}, ${formatBytes(bytes)}, of ${countWords(rollouts, 'rollout')}`;
  const until = reachedBeginning ? 'all there is' : 'the newest part, which says it all';
  const unread = unreadableLines === 0 ? '' : ` ${countWords(unreadableLines, 'line')} could not be read.`;
  const missing =
    missingLog === null ? '' : ` What came before is missing: no file of rollout ${missingLog}.`;
  return `${read}: ${until}.${unread}${missing}`;
}

function countWords(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
