/**
 * Makes one change set of the change sets of several records, for those who show what changed; the rows are
 * the same with or without it (spec: legacy-history §10).
 */
import type { LegacyChange } from './legacy-change.js';
import type { TurnKey } from './legacy-state.js';

/**
 * Keeps one change for each turn and each item: the newest snapshot, at the place of the first change. A
 * removal stays and takes away the earlier changes of its turns; later ones (a new turn with the same id)
 * are kept behind it.
 */
export function coalesceChanges(changes: Iterable<LegacyChange>): LegacyChange[] {
  const kept = new Map<string, LegacyChange>();
  const keysByTurn = new Map<string, Set<string>>();
  let removals = 0;
  for (const change of changes) {
    if (change.kind === 'removeTurns') {
      for (const turn of change.turns) {
        const turnName = nameOfTurn(turn);
        for (const key of keysByTurn.get(turnName) ?? []) kept.delete(key);
        keysByTurn.delete(turnName);
      }
      kept.set(`removal ${removals}`, change);
      removals += 1;
      continue;
    }
    const turnName = nameOfTurn(change.turn);
    const key =
      change.kind === 'turn' ? turnName : JSON.stringify([turnName, change.item.id, change.occurrence]);
    kept.set(key, change);
    const keys = keysByTurn.get(turnName);
    if (keys === undefined) keysByTurn.set(turnName, new Set([key]));
    else keys.add(key);
  }
  return [...kept.values()];
}

function nameOfTurn(turn: TurnKey): string {
  return JSON.stringify([turn.turnId, turn.occurrence]);
}
