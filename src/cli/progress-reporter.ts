/** Shows progress on stderr: a line that is written over on a terminal, a line now and then elsewhere if asked for. */
import type { CliIo } from './cli-io.js';
import type { GlobalOptions } from './context.js';
import { type BarProgress, renderProgressBar } from './render/progress-bar.js';

export interface ProgressReporter {
  show(progress: BarProgress): void;
  /** Takes the line away, so that something else can be written. */
  clear(): void;
}

const ERASE_LINE = '\r\u001b[2K';
const TERMINAL_EVERY_MS = 80;
const PLAIN_EVERY_MS = 1_000;
const DEFAULT_WIDTH = 80;

/** A reporter as options and terminal ask for; one that shows nothing, if so. */
export function createProgressReporter(
  { quiet, progress }: GlobalOptions,
  { stderr, now }: CliIo,
): ProgressReporter {
  const onTerminal = stderr.isTTY === true;
  if (quiet || progress === false || (progress !== true && !onTerminal)) return { show() {}, clear() {} };
  const started = now();
  const every = onTerminal ? TERMINAL_EVERY_MS : PLAIN_EVERY_MS;
  let shownAt = Number.NEGATIVE_INFINITY;
  let visible = false;
  return {
    show(state) {
      const time = now();
      const done = state.threadsDone === state.threads;
      if (!done && time - shownAt < every) return;
      shownAt = time;
      const width = (stderr.columns ?? DEFAULT_WIDTH) - 1;
      const bar = renderProgressBar(state, time - started, width);
      stderr.write(onTerminal ? `${ERASE_LINE}${bar}` : `${bar}\n`);
      visible = onTerminal;
    },
    clear() {
      if (visible) stderr.write(ERASE_LINE);
      visible = false;
    },
  };
}
