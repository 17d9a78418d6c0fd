/** Reads the errors of the file system. */

/** The `code` of a file system error (`ENOENT`), or null for any other thrown value. */
export function fileSystemCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** True when the error says that nothing is there: neither the file nor a folder on the way to it. */
export function isMissing(error: unknown): boolean {
  const code = fileSystemCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
