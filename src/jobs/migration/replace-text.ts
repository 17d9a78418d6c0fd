/**
 * A rollout whose text we replace ourselves says the same in other words: what was projected of the old text is no history of
 * its own, and is not to be kept aside as that of a foreign replacement would be.
 */

import { readCheckpoint } from '../../store/checkpoint.js';
import type { HistoryDatabase } from '../../store/open-history-database.js';
import { removeRolloutRows } from '../../store/rollout-rows.js';

export interface ReplaceTextOptions {
  /** None: nobody in this program has projected anything. */
  database: HistoryDatabase | undefined;
  rolloutId: string;
  /** The form that the rollout has afterwards. */
  historyMode: 'legacy' | 'paginated';
}

/**
 * Runs `replace` after the rows of the rollout were removed. Whoever is killed in between leaves a rollout that is projected
 * afresh; rows that another process makes of the old text at that instant go afterwards.
 * @throws what `replace` throws, and StoreError before it
 */
export function replaceText(
  { database, rolloutId, historyMode }: ReplaceTextOptions,
  replace: () => void,
): void {
  database?.transaction((connection) => removeRolloutRows(connection, rolloutId));
  replace();
  database?.transaction((connection) => {
    const checkpoint = readCheckpoint(connection, rolloutId);
    const isNew = checkpoint?.reducer === (historyMode === 'paginated' ? 'canonical' : 'legacy');
    if (checkpoint !== null && !isNew) removeRolloutRows(connection, rolloutId);
  });
}
