/** What pruning removes, keeps and has removed, for people. */
import type { KeptRollout, PruneCandidate } from '../../jobs/prune/prune-report.js';
import type { TombstoneRow } from '../../store/pruned-rollouts.js';
import { counted, formatBytes, formatTime } from './format-quantity.js';
import { type StyledLine, span } from './styled-line.js';

export function renderPruneCandidate(candidate: PruneCandidate): StyledLine {
  const { rolloutId, turns, items, textBytes } = candidate;
  const amount = `${counted(turns, 'turn')}, ${counted(items, 'item')}, ${formatBytes(textBytes)}`;
  return [span(rolloutId, 'cyan'), span(`  ${amount}  `), span(reasonWords(candidate), 'dim')];
}

function reasonWords({ reason, goneSinceMs }: PruneCandidate): string {
  switch (reason) {
    case 'source_gone':
      return goneSinceMs === null
        ? 'its file is gone'
        : `its file was first missed ${formatTime(goneSinceMs)}`;
    case 'set_aside':
      return 'of a text that was replaced by another';
    case 'leftover':
      return 'nothing is known of its rollout';
  }
}

export function renderKept({ rolloutId, why }: KeptRollout): StyledLine {
  const words = why === 'base_of_others' ? 'stays: others build on it' : 'stays: it has changed meanwhile';
  return [span(rolloutId, 'cyan'), span(`  ${words}`, 'yellow')];
}

export function renderTombstone({
  rollout_id,
  turns,
  items,
  pruned_at_ms,
  reason,
}: TombstoneRow): StyledLine {
  return [
    span(rollout_id, 'cyan'),
    span(`  ${counted(turns, 'turn')}, ${counted(items, 'item')}  `),
    span(`pruned ${formatTime(pruned_at_ms)}, ${reason.replaceAll('_', ' ')}`, 'dim'),
  ];
}
