/** What a recovery did, for whoever is to be told. */

/** Rows that only the damaged database knew: the text they were made of is no longer there. */
export interface SalvagedRollout {
  /** Rollout id, with `~<n>` for rows that were set aside. */
  rolloutId: string;
  rows: number;
  /** False where some could not be read; how many is not known. */
  complete: boolean;
}

export interface RecoveryReport {
  /** The database. */
  path: string;
  /** What gave it away, in SQLite's words. */
  reason: string;
  /** The folder that the damaged files are kept in. */
  keptIn: string;
  /** False where nothing of the damaged database could be read at all. */
  readable: boolean;
  /** Rollouts with rows in it, as far as they could be counted; those not salvaged are made again. */
  rollouts: number;
  salvaged: SalvagedRollout[];
  durationMs: number;
}
