/** The RolloutError that says to a user what the file system said to a program. */

import { fileSystemCode, isMissing } from '../files/file-system-code.js';
import { RolloutError } from './rollout-error.js';

/** The RolloutError for a file system error met at `path`; one that is a RolloutError already is kept. */
export function toRolloutError(error: unknown, path: string): RolloutError {
  if (error instanceof RolloutError) return error;
  if (isMissing(error)) return notFound(path, error);
  switch (fileSystemCode(error)) {
    case 'EISDIR':
      return isDirectory(path, error);
    case 'ELOOP':
      return isLink(path, error);
    case 'EACCES':
    case 'EPERM':
      return new RolloutError({
        code: 'no_access',
        path,
        found: 'may not be read by this user',
        hint: 'Grant read access to the file and its folders',
        cause: error,
      });
    default:
      return new RolloutError({
        code: 'unreadable',
        path,
        found: `could not be read (${error instanceof Error ? error.message : String(error)})`,
        hint: 'Check the disk and try again',
        cause: error,
      });
  }
}

export function notFound(path: string, cause?: unknown): RolloutError {
  return new RolloutError({
    code: 'not_found',
    path,
    found: 'is not there, neither plain nor compressed',
    hint: 'Check the path, or whether the thread was archived or deleted',
    cause,
  });
}

export function isDirectory(path: string, cause?: unknown): RolloutError {
  return new RolloutError({
    code: 'is_directory',
    path,
    found: 'is a directory',
    hint: 'Name a rollout file below it instead',
    cause,
  });
}

export function isLink(path: string, cause?: unknown): RolloutError {
  return new RolloutError({
    code: 'is_link',
    path,
    found: 'is a symbolic link',
    hint: 'Name the file that the link points to, or move that file here',
    cause,
  });
}
