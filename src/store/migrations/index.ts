/** Every migration in order. A released migration is never edited: a change of shape is a new one. */
import type { Migration } from 'kysely';
import { initial } from './0001-initial/index.js';
import { changes } from './0002-changes/index.js';

export const migrations: Record<string, Migration> = {
  '0001-initial': initial,
  '0002-changes': changes,
};

/** The schema version this program writes: the number of its migrations. */
export const SCHEMA_VERSION = Object.keys(migrations).length;
