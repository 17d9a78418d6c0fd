/** Every migration in order. A released migration is never edited: a change of shape is a new one. */
import type { Migration } from 'kysely';
import { initial } from './0001-initial/index.js';
import { changes } from './0002-changes/index.js';
import { proofs } from './0003-proofs/index.js';
import { pruning } from './0004-pruning/index.js';

export const migrations: Record<string, Migration> = {
  '0001-initial': initial,
  '0002-changes': changes,
  '0003-proofs': proofs,
  '0004-pruning': pruning,
};

/** The schema version this program writes: the number of its migrations. */
export const SCHEMA_VERSION = Object.keys(migrations).length;
