/** Errors of the store: what is wrong with the database file, and what the user can do about it. */

export type StoreErrorCode =
  | 'database_too_new'
  /** Found when it was opened: no database, or one too damaged to open. */
  | 'not_a_database'
  /** Found later: pages that cannot be what was written. */
  | 'damaged'
  | 'cannot_open'
  | 'migration_failed'
  | 'busy'
  | 'disk_full'
  | 'read_only'
  | 'io_failed'
  /** A copy would take the place of a file. */
  | 'exists';

/** A failure of the history database itself; `path` names the file. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  readonly path: string;

  constructor(code: StoreErrorCode, path: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
    this.path = path;
  }
}
