/**
 * Every migration in order. A released migration is never edited: a change of shape is a new one. One that reshapes what is
 * derived from rollouts makes room for the new rows and no more: the rows themselves are made again from the text.
 */
import { type Migration, sql } from 'kysely';
import { initial } from './0001-initial/index.js';
import { changes } from './0002-changes/index.js';
import { proofs } from './0003-proofs/index.js';
import { pruning } from './0004-pruning/index.js';

export const migrations: Record<string, Migration> = {
  '0001-initial': initial,
  '0002-changes': outdating(changes),
  '0003-proofs': proofs,
  '0004-pruning': pruning,
};

/** The schema version this program writes: the number of its migrations. */
export const SCHEMA_VERSION = Object.keys(migrations).length;

/** No version of the projector. */
const OUTDATED = 0;

/**
 * A migration of derived tables: rows that are there count as of another projector afterwards, so that a rebuild beside makes
 * all of them again, and before it the next read of a thread those of that thread.
 */
function outdating({ up }: Migration): Migration {
  return {
    async up(db) {
      await up(db);
      await sql`update thread_history_projection_state set projector_version = ${sql.lit(OUTDATED)}`.execute(
        db,
      );
    },
  };
}
