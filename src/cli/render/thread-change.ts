/** Changes of a thread as lines below each other, as they come. */
import type { ChangedTurn, ThreadChange } from '../../api/thread-change.js';
import { formatDuration } from './format-quantity.js';
import { renderItem } from './item.js';
import type { View } from './layout.js';
import { line, type StyledLine } from './styled-line.js';
import { renderTurnEnding, renderTurnHeading } from './turn.js';

/** Gives the lines of one change after the other; knows which turn it stands in. */
export function createChangeRenderer(view: View): (change: ThreadChange) => StyledLine[] {
  let standsIn: string | null = null;

  const enterTurn = (turn: { id: string; startedAt: number | null }): StyledLine[] => {
    if (standsIn === turn.id) return [];
    standsIn = turn.id;
    return [renderTurnHeading({ ...turn, durationMs: null }, view), []];
  };
  const turnLines = (turn: ChangedTurn): StyledLine[] => {
    const heading = enterTurn({ id: turn.turnId, startedAt: turn.startedAt });
    if (turn.status === 'inProgress') return heading;
    const duration = turn.durationMs === null ? '' : ` · ${formatDuration(turn.durationMs)}`;
    const end = renderTurnEnding(turn, view);
    return [...heading, ...(end.length > 0 ? end : [line(`✓ ${turn.status}${duration}`, 'dim')]), []];
  };

  return (change) => {
    switch (change.kind) {
      case 'turn':
        return turnLines(change.turn);
      case 'item': {
        const heading = enterTurn({ id: change.turn.turnId, startedAt: null });
        const { lines } = renderItem(change.item, view);
        return lines.length === 0 ? heading : [...heading, ...lines, []];
      }
      case 'realtimeItem':
        return [line(`~ ${change.item.type}`, 'dim'), []];
      case 'turnsRemoved':
        return [line(`↶ ${change.turns.length} turns rolled back`, 'yellow'), []];
      case 'reset':
        standsIn = null;
        return [line(`↶ the thread was ${change.reason}; it goes on from here`, 'yellow'), []];
    }
  };
}
