/** Errors of the store: what is wrong with the database file, and what the user can do about it. */

export type StoreErrorCode =
  | 'database_too_new'
  | 'not_a_database'
  | 'cannot_open'
  | 'migration_failed'
  | 'busy';

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
