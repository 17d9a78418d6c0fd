/** Finds the patch in a command that does nothing but apply one, which is how many models call the patch tool. */
import { resolveNativePath } from '../../events/to-thread-item/native-path.js';
import type { CommandCall } from './command-call.js';

/** The text of a patch, and the folder it is applied in. */
export interface CommandPatch {
  readonly text: string;
  readonly folder: string;
}

const PROGRAM = /^(?:apply_patch|applypatch)$/;
const HEREDOC =
  /^\s*(?:cd\s+('[^']*'|"[^"]*"|[^\s;&|]+)\s*&&\s*)?(?:apply_patch|applypatch)\s*<<-?\s*(['"]?)(\w+)\2[ \t]*\n([\s\S]*?)\n\3\s*$/;

/**
 * The patch that a command applies.
 *
 * @param folder native path of the command's own folder; '' where it is not known
 * @returns null for every other command, one that goes on after the patch too
 */
export function patchInCommand({ words, script }: CommandCall, folder: string): CommandPatch | null {
  const [program, text] = words ?? [];
  if (words?.length === 2 && text !== undefined && PROGRAM.test(program ?? '')) return { text, folder };
  if (!script.includes('<<')) return null;
  const heredoc = HEREDOC.exec(script);
  if (heredoc === null) return null;
  const into = heredoc[1]?.replace(/^(['"])(.*)\1$/s, '$2');
  const inFolder = into === undefined || folder === '' ? (into ?? folder) : resolveNativePath(folder, into);
  return { text: heredoc[4] ?? '', folder: inFolder ?? folder };
}
