/** Looks for what is wrong with the inventory, so that the verdicts on rollouts can tell it with what is wrong with their rows. */
import type { Projector } from '../../projector/projector.js';
import type { HistoryDatabase } from '../../store/open-history-database.js';
import { listRollouts, type RolloutRow } from '../../store/rollouts.js';
import { listSpawnEdges, listThreads } from '../../store/threads.js';
import { compareInventory, type InventoryDifference } from './compare-inventory.js';
import type { SizedTask } from './find-verify-tasks.js';
import { type Difference, type RolloutVerdict, withDifferences } from './verify-report.js';

export interface InventoryDifferencesOptions {
  database: HistoryDatabase;
  projector: Projector;
  /** Only these; all when absent. */
  threadIds?: ReadonlySet<string> | undefined;
}

export interface InventoryLook {
  differences: InventoryDifference[];
  /** What files say of themselves, by rollout id. */
  described: ReadonlyMap<string, RolloutRow>;
}

/**
 * Looks at everything. A difference that is gone at a second look was somebody else's work under our eyes. In a database that
 * may only be read the inventory lags, and nothing can be said of it.
 */
export function lookAtInventory(options: InventoryDifferencesOptions): InventoryLook {
  if (options.database.readOnly !== null) return { differences: [], described: new Map() };
  const first = look(options);
  if (first.differences.length === 0) return first;
  options.projector.takeInventory();
  const { differences, described } = look(options);
  const second = new Set(differences.map((found) => JSON.stringify(found)));
  return { differences: first.differences.filter((found) => second.has(JSON.stringify(found))), described };
}

function look({ database, projector, threadIds }: InventoryDifferencesOptions): InventoryLook {
  const stored = database.snapshot((connection) => ({
    rollouts: listRollouts(connection),
    threads: listThreads(connection),
    edges: listSpawnEdges(connection),
  }));
  const folded = projector.foldInventory(threadIds);
  const found = [...compareInventory(stored, folded)];
  return {
    differences: threadIds === undefined ? found : found.filter(({ threadId }) => threadIds.has(threadId)),
    described: folded.rollouts,
  };
}

/** What the verdict of each rollout has to tell beside what is wrong with its rows. */
export class ToldInventory {
  readonly #told = new Map<string, { threadId: string; differences: Difference[] }>();
  /** To be looked at for the sake of rows of threads that have no rollout. */
  readonly strays: SizedTask[] = [];

  constructor(found: readonly InventoryDifference[], tasks: readonly SizedTask[]) {
    const known = new Set(tasks.map(({ rolloutId }) => rolloutId));
    for (const { threadId, rolloutId, difference } of found) {
      const id = rolloutId !== null && known.has(rolloutId) ? rolloutId : threadId;
      if (!known.has(id)) {
        known.add(id);
        this.strays.push({ threadId, rolloutId: id, file: null, bytes: 0 });
      }
      const told = this.#told.get(id);
      if (told === undefined) this.#told.set(id, { threadId, differences: [difference] });
      else told.differences.push(difference);
    }
  }

  /** The verdict with what is to be told there. */
  complete(verdict: RolloutVerdict): RolloutVerdict {
    const told = this.#told.get(verdict.rolloutId);
    return told === undefined ? verdict : withDifferences(verdict, told.differences, told.threadId);
  }
}
