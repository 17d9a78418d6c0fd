/**
 * Removes what Codex's further databases keep of deleted threads: its own projection of their text, goals, queued input,
 * memories drawn from them and read receipts, as Codex's `thread/delete` does (seen with 0.169.0).
 */
import { join } from 'node:path';
import { changePeerDatabase } from './peer-database.js';

/** By file, the tables of threads and the column with their id; in the order in which rows may go. */
const KEPT: readonly { file: string; tables: Readonly<Record<string, string>> }[] = [
  { file: 'state_5.sqlite', tables: { thread_read_receipts: 'thread_id' } },
  {
    file: 'thread_history_1.sqlite',
    tables: {
      thread_items: 'thread_id',
      thread_realtime_items: 'thread_id',
      thread_turns: 'thread_id',
      thread_history_projection_state: 'thread_id',
    },
  },
  { file: 'goals_1.sqlite', tables: { thread_goals: 'thread_id' } },
  { file: 'queue_1.sqlite', tables: { queued_items: 'thread_id' } },
  { file: 'memories_1.sqlite', tables: { stage1_outputs: 'thread_id' } },
];

/**
 * @param ids of the threads and of all of their rollouts: Codex's projection goes by the latter
 * @throws StoreError `busy`; what was done by then stays done
 */
export function forgetPeerThreads(home: string, ids: readonly string[]): void {
  for (const { file, tables } of KEPT) {
    for (const [table, column] of Object.entries(tables)) {
      changePeerDatabase(join(home, file), { [table]: [column] }, (connection) => {
        const remove = connection?.prepare(`delete from ${table} where ${column} = ?`);
        for (const id of ids) remove?.run(id);
      });
    }
  }
}
