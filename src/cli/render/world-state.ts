/** A world state: what is known of it, then its sections as trees. */
import type { WorldStateView } from '../../api/read-world-state.js';
import { membersOf } from '../../world-state/snapshot.js';
import { describePoint } from '../world-point.js';
import { formatTime } from './format-quantity.js';
import { renderJson } from './json-tree.js';
import { type View, wrapIndented } from './layout.js';
import { line, type StyledLine, span } from './styled-line.js';

/** The lines of a state. */
export function renderWorldState(state: WorldStateView, view: View): StyledLine[] {
  const sections = state.sections === null ? [] : [...membersOf(state.sections)];
  return [
    line(`World state ${describePoint(state.at)}`, 'bold'),
    ...renderStateFacts(state, view),
    ...(sections.length === 0 ? [] : [[]]),
    ...sections.flatMap(([id, value]) => renderJson(span(id, 'bold', 'cyan'), value, view)),
  ];
}

/** When the state was told, and what is wrong with it. */
export function renderStateFacts({ changedAt, problems }: WorldStateView, view: View): StyledLine[] {
  const told = changedAt === null ? [] : [line(`  last changed ${placeWords(changedAt)}`, 'dim')];
  const wrong = problems.flatMap(({ detail, count }) =>
    wrapIndented(
      line(count === 1 ? detail : `${detail} (${count} times)`, 'yellow'),
      view,
      span('  ! ', 'yellow'),
    ),
  );
  return [...told, ...wrong];
}

function placeWords({ timestamp, ordinal, turnId }: NonNullable<WorldStateView['changedAt']>): string {
  const time = timestamp === null ? Number.NaN : Date.parse(timestamp);
  return [
    Number.isNaN(time) ? null : formatTime(time),
    ordinal === null ? null : `record ${ordinal}`,
    turnId === null ? null : `turn ${turnId}`,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}
