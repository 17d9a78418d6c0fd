/**
 * A path of the machine that ran the thread. Records whose path is not absolute do not decode.
 */
import { z } from 'zod';

const ABSOLUTE = /^(?:\/|[A-Za-z]:[\\/]|\\\\)/;

/** Whether a path is absolute: POSIX, or Windows with its drive or share. */
export function isAbsolutePath(text: string): boolean {
  return ABSOLUTE.test(text);
}

/** A POSIX path, or a Windows path with its drive or share. */
export const AbsolutePath = z.string().refine(isAbsolutePath, { error: 'expected an absolute path' });
export type AbsolutePath = z.infer<typeof AbsolutePath>;
