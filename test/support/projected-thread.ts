/**
 * A lab with one thread of four turns that is laid and projected: what tests start from that change its file afterwards.
 */
import { expect } from 'vitest';
import { type CheckpointRow, readCheckpoint } from '../../src/store/checkpoint.js';
import { type RolloutBuilder, rollout } from '../../src/testing/index.js';
import type { DerivedRows } from './derived-rows.js';
import { type HistoryLab, openHistoryLab } from './history-lab.js';

export const PROJECTED_ID = '019cadc6-9a80-7000-8000-00000000000a';

export interface ProjectedThread {
  lab: HistoryLab;
  thread: RolloutBuilder;
  path: string;
  /** Adds a turn to the thread and to its file. */
  oneMoreTurn(): void;
  /** What the projector has done so far. */
  work(): { bytesRead: number; linesParsed: number };
  standing(): CheckpointRow | null;
  /** The items that a reader sees, as JSON. */
  texts(): Promise<string[]>;
  /** Rows are those of a rebuild; that the file was replaced only the first projection of another text can know. */
  expectCleanRows(): Promise<void>;
}

/** The same thread with other turns, other answers or in the other mode. */
export function threadOf(
  turns: number,
  says = 'answer',
  historyMode: 'paginated' | 'legacy' = 'paginated',
): RolloutBuilder {
  const built = rollout({ threadId: PROJECTED_ID, historyMode }).sessionMeta();
  for (let number = 1; number <= turns; number++) {
    built.turn((turn) => turn.user(`question ${number}`).agent(`${says} ${number}`).complete()).wait(1_000);
  }
  return built;
}

export async function openProjectedThread(folder: string): Promise<ProjectedThread> {
  const lab = await openHistoryLab(folder);
  const thread = threadOf(4);
  const [path = ''] = lab.lay(thread);
  await lab.project(PROJECTED_ID);
  const rowsOfText = (): DerivedRows => {
    const rows = lab.rows(PROJECTED_ID);
    return { ...rows, diagnostics: rows.diagnostics.filter(({ kind }) => kind !== 'source_replaced') };
  };
  return {
    lab,
    thread,
    path,
    oneMoreTurn() {
      const before = thread.bytes().length;
      thread.turn((turn) => turn.user('one more').agent('certainly').complete());
      lab.append(thread.bytes().subarray(before), path);
    },
    work: () => ({ ...lab.projector.counters }),
    standing: () => readCheckpoint(lab.database.reader, PROJECTED_ID),
    texts: async () =>
      (await lab.service.listItems(PROJECTED_ID, { limit: 100 })).data.map(({ item }) => item.text),
    async expectCleanRows() {
      const rows = rowsOfText();
      expect(rows.turns.length).toBeGreaterThan(0);
      expect(await lab.rebuild(PROJECTED_ID)).toEqual(rows);
    },
  };
}
