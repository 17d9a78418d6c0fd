/** What a failed change of a rollout says to its user: what happened, and what can be done. */

import { fileSystemCode } from '../../files/file-system-code.js';
import { RolloutError, type RolloutErrorCode } from '../rollout-error.js';

const CAUSES: Readonly<Record<string, { code: RolloutErrorCode; found: string; hint: string }>> = {
  ENOSPC: { code: 'disk_full', found: 'the disk is full', hint: 'Make room on the disk' },
  EDQUOT: {
    code: 'disk_full',
    found: "the user's quota is used up",
    hint: 'Make room or have the quota raised',
  },
  EFBIG: {
    code: 'disk_full',
    found: 'the file is as long as it may get',
    hint: 'Raise the limit of file sizes',
  },
  EACCES: {
    code: 'no_access',
    found: 'this user may not',
    hint: 'Grant write access to the file and its folders',
  },
  EPERM: {
    code: 'no_access',
    found: 'this user may not',
    hint: 'Grant write access to the file and its folders',
  },
  EROFS: { code: 'no_access', found: 'the file system is read-only', hint: 'Mount it for writing' },
  ENOENT: {
    code: 'not_found',
    found: 'it or its folder is gone',
    hint: 'Check whether the thread was moved or deleted',
  },
  EEXIST: {
    code: 'exists',
    found: 'there is a file already',
    hint: 'Open that rollout instead, or take another id',
  },
  ELOOP: { code: 'is_link', found: 'it is a symbolic link', hint: 'Name the file that the link points to' },
  EISDIR: { code: 'is_directory', found: 'it is a folder', hint: 'Name a rollout file below it' },
};

/**
 * The RolloutError for an error met while changing the file at `path`; one that is a RolloutError already is kept.
 *
 * @param attempt what was tried, as the rest of a sentence: `could not be written`
 * @param then what becomes of what was to be written, as a further sentence of the hint
 */
export function toWriteError(error: unknown, path: string, attempt: string, then?: string): RolloutError {
  if (error instanceof RolloutError) return error;
  const cause = CAUSES[fileSystemCode(error) ?? ''] ?? {
    code: 'write_failed',
    found: error instanceof Error ? error.message : String(error),
    hint: 'Check the disk and try again',
  };
  return new RolloutError({
    code: cause.code,
    path,
    found: `${attempt}: ${cause.found}`,
    hint: then === undefined ? cause.hint : `${cause.hint}. ${then}`,
    cause: error,
  });
}
