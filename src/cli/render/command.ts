/** A shell command as one would have typed it, how it ended, and the ends of its output. */
import type { CommandExecutionThreadItem } from '../../events/thread-item/command-execution.js';
import { splitLines } from './escape-controls.js';
import { formatDuration } from './format-quantity.js';
import { gutterBlock, type View, wrapIndented } from './layout.js';
import { line, type Span, type StyledLine, span } from './styled-line.js';

const SHELL = /^(?:\/\S*\/)?(?:ba|z|da|k)?sh -l?c (.+)$/s;

/** The lines of a command. */
export function renderCommand(item: CommandExecutionThreadItem, view: View): StyledLine[] {
  const { command, source, aggregatedOutput, status } = item;
  const prompt = span(source === 'userShell' ? '! ' : '$ ', status === 'failed' ? 'red' : 'green');
  const [first = '', ...more] = splitLines(typedCommand(command));
  const lines = wrapIndented([span(first, 'bold'), span('  '), ...outcome(item)], view, prompt);
  for (const text of more) lines.push(...wrapIndented(line(text, 'bold'), view, span('  ')));
  const output = splitLines(aggregatedOutput ?? '').map((text) => line(text, 'dim'));
  return [...lines, ...gutterBlock(output, view, { head: 4, tail: 6 })];
}

/** Commands run through a shell: what the shell was given, unless its quoting is more than a pair of quotes. */
export function typedCommand(command: string): string {
  const script = SHELL.exec(command)?.[1];
  if (script === undefined) return command;
  const single = /^'([^']*)'$/s.exec(script)?.[1];
  if (single !== undefined) return single;
  const double = /^"((?:[^"\\$`]|\\["\\$`])*)"$/s.exec(script)?.[1];
  if (double !== undefined) return double.replace(/\\(["\\$`])/g, '$1');
  return /^[\w./=:@%+,-]+$/.test(script) ? script : command;
}

function outcome({ status, exitCode, durationMs }: CommandExecutionThreadItem): Span[] {
  const time = durationMs ? [span(` · ${formatDuration(durationMs)}`, 'dim')] : [];
  switch (status) {
    case 'completed':
      return [span('✓', 'green'), ...time];
    case 'failed':
      return [span(exitCode === null ? '✗' : `✗ exit ${exitCode}`, 'red'), ...time];
    case 'declined':
      return [span('declined', 'yellow')];
    case 'inProgress':
      return [span('not finished', 'yellow')];
  }
}
