/** What was proved of a rollout's rows: one row a rollout, the latest proof. */
import type Database from 'better-sqlite3';
import type { Selectable } from 'kysely';
import { defineStatement } from './define-statement.js';
import type { ProjectionProofsTable } from './tables.js';

export type ProofRow = Selectable<ProjectionProofsTable>;

const read = defineStatement<{ thread_id: string }, ProofRow>((db, arg) =>
  db.selectFrom('projection_proofs').selectAll().where('thread_id', '=', arg('thread_id')),
);

const write = defineStatement<ProofRow>((db, arg) =>
  db.replaceInto('projection_proofs').values({
    thread_id: arg('thread_id'),
    byte_offset: arg('byte_offset'),
    next_ordinal: arg('next_ordinal'),
    tail_digest: arg('tail_digest'),
    rows_digest: arg('rows_digest'),
    projector_version: arg('projector_version'),
    proved_at_ms: arg('proved_at_ms'),
  }),
);

const remove = defineStatement<{ thread_id: string }>((db, arg) =>
  db.deleteFrom('projection_proofs').where('thread_id', '=', arg('thread_id')),
);

/** What was proved last of a rollout, or null. */
export function readProof(connection: Database.Database, rolloutId: string): ProofRow | null {
  return read(connection).get({ thread_id: rolloutId }) ?? null;
}

/** Records a proof in the place of the one before. */
export function writeProof(connection: Database.Database, proof: ProofRow): void {
  write(connection).run(proof);
}

/** Takes back what was proved of a rollout. */
export function removeProof(connection: Database.Database, rolloutId: string): void {
  remove(connection).run({ thread_id: rolloutId });
}
