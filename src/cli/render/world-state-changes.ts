/** The changes of a world state as a table, oldest first. */
import type { WorldStateChangeEntry, WorldStateChanges } from '../../api/list-world-state-changes.js';
import { counted, formatTime } from './format-quantity.js';
import type { View } from './layout.js';
import { line, type Span, type StyledLine, span } from './styled-line.js';
import { renderTable } from './table.js';

const WORDS: Record<WorldStateChangeEntry['kind'], string> = {
  full: 'told',
  patch: 'changed',
  compacted: 'compacted',
  unreadable: 'unreadable',
  ignored: 'ignored',
};

/** The first record names them all. */
const MOST_ADDED = 6;

/** The lines of a list of changes; a row begins with what `--at` takes. */
export function renderWorldStateChanges({ data }: WorldStateChanges, view: View): StyledLine[] {
  if (data.length === 0) return [line('The model was told nothing of its surroundings.')];
  const at = data.some((entry) => entry.at.ordinal !== null) ? 'RECORD' : 'TURN';
  return renderTable(
    [{ title: 'WHEN' }, { title: at }, { title: '' }, { title: 'SECTIONS', flexible: true }],
    data.map(rowOf),
    view.width,
  );
}

function rowOf(entry: WorldStateChangeEntry): StyledLine[] {
  const { kind, at } = entry;
  const time = at.timestamp === null ? Number.NaN : Date.parse(at.timestamp);
  return [
    line(Number.isNaN(time) ? '' : formatTime(time), 'dim'),
    line(at.ordinal === null ? (at.turnId ?? '') : String(at.ordinal), 'cyan'),
    line(WORDS[kind], ...(kind === 'unreadable' || kind === 'ignored' ? ['yellow' as const] : [])),
    sectionsOf(entry),
  ];
}

function sectionsOf({ kind, added, removed, changed }: WorldStateChangeEntry): StyledLine {
  const spans: Span[] = [
    ...(added.length > MOST_ADDED
      ? [span(`+${counted(added.length, 'section')} `, 'green')]
      : added.map((id) => span(`+${id} `, 'green'))),
    ...changed.map((id) => span(`~${id} `)),
    ...removed.map((id) => span(`-${id} `, 'red')),
  ];
  if (spans.length > 0) return spans;
  return kind === 'full' ? line('the same again', 'dim') : [];
}
