/** Tells the user on stderr why a command ended, as text or as JSON, and picks the exit status. */
import { CommanderError } from 'commander';
import { isHistoryError } from '../api/history-error.js';
import { RolloutError } from '../rollout/index.js';
import { StoreError } from '../store/store-error.js';
import type { CliIo } from './cli-io.js';
import { EXIT, type ExitCode, exitCodeOf, UsageError } from './exit-code.js';
import { escapeControls } from './render/escape-controls.js';

/** Reports an error and returns the exit status for it. */
export function reportError(
  error: unknown,
  asJson: boolean,
  { stderr, env }: Pick<CliIo, 'stderr' | 'env'>,
): ExitCode {
  // Commander has written its message already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const code = exitCodeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (asJson) {
    const retryable = code === EXIT.busy;
    stderr.write(`${JSON.stringify({ error: { code, kind: kindOf(error), message, retryable } })}\n`);
    return code;
  }
  stderr.write(`threadloom: ${message.split('\n').map(escapeControls).join('\n')}\n`);
  if (code === EXIT.unexpected && error instanceof Error && env.DEBUG) stderr.write(`${error.stack}\n`);
  return code;
}

function kindOf(error: unknown): string {
  if (error instanceof UsageError) return 'usage';
  if (isHistoryError(error) || error instanceof StoreError || error instanceof RolloutError) {
    return error.code.replaceAll('_', '-');
  }
  return exitCodeOf(error) === EXIT.busy ? 'busy' : 'unexpected';
}
