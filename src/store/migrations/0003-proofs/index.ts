/** What was proved of a rollout's rows, and up to where. */
import type { Migration } from 'kysely';

export const proofs: Migration = {
  async up(db) {
    await db.schema
      .createTable('projection_proofs')
      .addColumn('thread_id', 'text', (c) => c.primaryKey())
      .addColumn('byte_offset', 'integer', (c) => c.notNull())
      .addColumn('next_ordinal', 'integer', (c) => c.notNull())
      .addColumn('tail_digest', 'text', (c) => c.notNull())
      .addColumn('rows_digest', 'text', (c) => c.notNull())
      .addColumn('projector_version', 'integer', (c) => c.notNull())
      .addColumn('proved_at_ms', 'integer', (c) => c.notNull())
      .execute();
  },
};
