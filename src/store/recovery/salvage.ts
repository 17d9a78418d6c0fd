/**
 * Saves from a damaged database what it alone knew: rows whose text is no longer there. Everything else is made again from the
 * rollouts, which is safer than any row of a damaged file.
 */
import { statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { carryRollout, carryThread, carryTombstones } from './carry-rows.js';
import { isDamage } from './explain-store-failure.js';
import { readDamagedRows } from './read-damaged-rows.js';
import type { SalvagedRollout } from './recovery-report.js';

export interface Salvage {
  /** False where nothing could be read at all. */
  readable: boolean;
  /** Rollouts with a checkpoint. */
  rollouts: number;
  salvaged: SalvagedRollout[];
}

/** A projector version that no projector has: rows of it are made again when the text is there again. */
const INCOMPLETE_VERSION = 0;

/** Salvages into a fresh database, in one transaction. */
export function salvage(damaged: Database.Database, fresh: Database.Database): Salvage {
  return fresh
    .transaction((): Salvage => {
      try {
        return salvageInto(damaged, fresh);
      } catch (error) {
        // Not even the schema can be read.
        if (isDamage(error)) return { readable: false, rollouts: 0, salvaged: [] };
        throw error;
      }
    })
    .immediate();
}

function salvageInto(damaged: Database.Database, fresh: Database.Database): Salvage {
  const checkpoints = new Map<string, Checkpoint>();
  readDamagedRows(
    damaged,
    {
      table: 'thread_history_projection_state',
      columns: ['thread_id', 'next_rollout_byte_offset', 'source_gone'],
      key: 'thread_id',
    },
    ([id, offset, gone]) => checkpoints.set(String(id), { offset: Number(offset), gone: gone !== null }),
  );
  const files = new Map<string, { threadId: string; path: string }>();
  readDamagedRows(
    damaged,
    { table: 'rollouts', columns: ['rollout_id', 'thread_id', 'path'], key: 'rollout_id' },
    ([id, threadId, path]) => files.set(String(id), { threadId: String(threadId), path: String(path) }),
  );
  const ids = new Set([...checkpoints.keys(), ...files.keys()]);
  const salvaged: SalvagedRollout[] = [];
  for (const rolloutId of ids) {
    const file = files.get(rolloutId);
    if (!isOnlyCopy(rolloutId, checkpoints.get(rolloutId), file?.path)) continue;
    const { rows, complete } = carryRollout(damaged, fresh, rolloutId);
    if (file !== undefined) carryThread(damaged, fresh, file.threadId);
    if (!complete) noteLoss(fresh, rolloutId);
    if (checkpoints.has(rolloutId)) salvaged.push({ rolloutId, rows, complete });
  }
  carryTombstones(damaged, fresh);
  return { readable: true, rollouts: checkpoints.size, salvaged };
}

interface Checkpoint {
  /** Bytes of plain text that rows were made of. */
  offset: number;
  gone: boolean;
}

/** Rows that were set aside, and those of a file that is gone, or too short to be made again from. */
function isOnlyCopy(
  rolloutId: string,
  checkpoint: Checkpoint | undefined,
  path: string | undefined,
): boolean {
  if (rolloutId.includes('~') || checkpoint?.gone || path === undefined) return true;
  const plain = statSync(path, { throwIfNoEntry: false });
  if (plain !== undefined) return checkpoint !== undefined && plain.size < checkpoint.offset;
  return statSync(`${path}.zst`, { throwIfNoEntry: false }) === undefined;
}

/** Says with the rows that they are not all. */
function noteLoss(fresh: Database.Database, rolloutId: string): void {
  fresh
    .prepare('update thread_history_projection_state set projector_version = ? where thread_id = ?')
    .run(INCOMPLETE_VERSION, rolloutId);
  fresh
    .prepare(
      `insert or ignore into diagnostics (thread_id, start_byte, end_byte, ordinal, kind, action, detail)
       values (?, 0, 0, null, 'rows_lost', 'kept_in_part', ?)`,
    )
    .run(rolloutId, 'the database was damaged, and the text is no longer there to make these rows again');
}
