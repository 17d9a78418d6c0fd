/** What the exit status of a command means; the table in the README and `--help` say the same. */
import { isHistoryError } from '../api/history-error.js';
import { RolloutError } from '../rollout/index.js';
import { StoreError } from '../store/store-error.js';

export const EXIT = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  notFound: 3,
  cursorReset: 4,
  damageFound: 5,
  databaseTooNew: 6,
  busy: 7,
  partial: 8,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A mistake in the command line itself. */
export class UsageError extends Error {}

/** The exit status for an error that ended a command. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) return EXIT.usage;
  if (error instanceof StoreError) {
    if (error.code === 'database_too_new') return EXIT.databaseTooNew;
    if (error.code === 'damaged' || error.code === 'not_a_database') return EXIT.damageFound;
    return error.code === 'busy' ? EXIT.busy : EXIT.unexpected;
  }
  if (error instanceof RolloutError) return exitCodeOfRollout(error);
  if (!isHistoryError(error)) return isBusy(error) ? EXIT.busy : EXIT.unexpected;
  switch (error.code) {
    case 'thread_not_found':
      return EXIT.notFound;
    case 'invalid_params':
      return EXIT.usage;
    case 'invalid_request':
      return error.message.startsWith('invalid cursor') ? EXIT.cursorReset : EXIT.usage;
    case 'conflict':
      return EXIT.busy;
    case 'unsupported':
      return EXIT.usage;
    case 'internal':
      return EXIT.unexpected;
  }
}

function exitCodeOfRollout({ code }: RolloutError): ExitCode {
  switch (code) {
    case 'not_found':
      return EXIT.notFound;
    case 'thread_locked':
    case 'locks_busy':
      return EXIT.busy;
    default:
      return EXIT.damageFound;
  }
}

/** Another process held the database longer than we wait. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
