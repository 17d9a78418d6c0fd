/**
 * Who had a shell command run, as the log names it; readers see the same in camelCase.
 */
import { z } from 'zod';

export const CommandSource = z.enum([
  'agent',
  'user_shell',
  'unified_exec_startup',
  'unified_exec_interaction',
]);
export type CommandSource = z.infer<typeof CommandSource>;
