/**
 * What Codex's databases say of a thread's form of history, changed after its rollout was migrated or brought back. Codex
 * has a column for it in its index, and a projection of its own that must not be of another text (spec: migration §4, §8).
 */
import { join } from 'node:path';
import { changePeerDatabase, readPeerDatabase } from './peer-database.js';
import { PEER_INDEX_FILE } from './peer-threads.js';

const NEEDED = { threads: ['id', 'title', 'first_user_message', 'history_mode', 'name', 'source'] };
/** The title and sometimes the name that Codex gives reviews by its guardian; nobody chose it (seen with 0.169.0). */
export const GUARDIAN_TITLE = 'Guardian review';
const IS_GUARDIAN = `source in ('{"subagent":{"other":"guardian"}}', '{"internal":"guardian"}')`;
const HISTORY_FILE = 'thread_history_1.sqlite';
const STATE = 'thread_history_projection_state';
const HISTORY_TABLES = ['thread_items', 'thread_realtime_items', 'thread_turns', STATE];

/** A thread as the index has it. */
export interface PeerMode {
  threadId: string;
  historyMode: string;
  /** Null or blank where a paginated thread has no name. */
  name: string | null;
  title: string;
  /** Whether it is a review by the guardian, of which nobody set the title. */
  hasGuardianTitle: boolean;
}

/** The entries of a home's index; none without one. */
export function readPeerModes(home: string): Map<string, PeerMode> {
  const rows =
    readPeerDatabase(join(home, PEER_INDEX_FILE), NEEDED, (connection) =>
      connection
        .prepare<
          { guardianTitle: string },
          Omit<PeerMode, 'hasGuardianTitle'> & { hasGuardianTitle: number }
        >(
          `select id as threadId, history_mode as historyMode, name,
             case when title = first_user_message then '' else title end as title,
             ${IS_GUARDIAN} and title = :guardianTitle as hasGuardianTitle
           from threads`,
        )
        .all({ guardianTitle: GUARDIAN_TITLE }),
    ) ?? [];
  return new Map(rows.map((row) => [row.threadId, { ...row, hasGuardianTitle: row.hasGuardianTitle === 1 }]));
}

/**
 * Says in Codex's index what form a thread's history has; a thread without an entry stays without one. A paginated one
 * keeps its name, or takes `name` if it has none, or none but the one that Codex gives all reviews by its guardian.
 *
 * @throws StoreError `busy`; nothing was changed then
 */
export function setPeerHistoryMode(
  home: string,
  { threadId, mode, name = null }: { threadId: string; mode: 'legacy' | 'paginated'; name?: string | null },
): void {
  changePeerDatabase(join(home, PEER_INDEX_FILE), NEEDED, (connection) => {
    connection
      ?.prepare(
        `update threads set history_mode = :mode,
           name = case when trim(coalesce(name, '')) = '' or (name = :guardianTitle and ${IS_GUARDIAN})
             then coalesce(:name, name) else name end
         where id = :threadId`,
      )
      .run({ threadId, mode, name, guardianTitle: GUARDIAN_TITLE });
  });
}

/**
 * Removes what Codex projected of a rollout, unless that ends where the text ends: Codex then projects it again when the
 * thread is opened.
 *
 * @param plainBytes length of the text that the rollout has now; null to remove in any case
 * @throws StoreError `busy`
 */
export function resetPeerProjection(home: string, rolloutId: string, plainBytes: number | null): void {
  const columns = Object.fromEntries(HISTORY_TABLES.map((table) => [table, ['thread_id']]));
  const needed = { ...columns, [STATE]: ['thread_id', 'next_rollout_byte_offset'] };
  changePeerDatabase(join(home, HISTORY_FILE), needed, (connection) => {
    if (connection === null) return;
    const reached = connection
      .prepare<[string], { at: number }>(
        `select next_rollout_byte_offset as at from ${STATE} where thread_id = ?`,
      )
      .get(rolloutId);
    if (plainBytes !== null && reached?.at === plainBytes) return;
    for (const table of HISTORY_TABLES) {
      connection.prepare(`delete from ${table} where thread_id = ?`).run(rolloutId);
    }
  });
}
