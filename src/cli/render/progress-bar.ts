/** How far a projection has come, in one line. */
import type { ThreadsProgress } from '../../projector/project-threads.js';
import { fitStart } from './display-width.js';
import { formatBytes, formatDuration } from './format-quantity.js';

const BAR_COLUMNS = 24;

export interface BarProgress extends ThreadsProgress {
  /** What is counted; `threads` unless told. */
  noun?: string;
}

/** `━━━━━━────  25 %  3/12 threads  1.2 GB  65 MB/s  12 s left`, cut to the width. */
export function renderProgressBar(progress: BarProgress, elapsedMs: number, width: number): string {
  const { bytes, bytesDone, bytesRead, threads, threadsDone, noun = 'threads' } = progress;
  const share = bytes > 0 ? Math.min(bytesDone / bytes, 1) : threadsDone / Math.max(threads, 1);
  const filled = Math.round(share * BAR_COLUMNS);
  const parts = [
    '━'.repeat(filled) + '─'.repeat(BAR_COLUMNS - filled),
    `${Math.floor(share * 100)}`.padStart(3).concat(' %'),
    `${threadsDone}/${threads} ${noun}`,
    formatBytes(bytesRead),
  ];
  if (elapsedMs >= 500) {
    parts.push(`${formatBytes((bytesRead * 1000) / elapsedMs)}/s`);
    if (share > 0 && share < 1)
      parts.push(`${formatDuration(roundTime((elapsedMs * (1 - share)) / share))} left`);
  }
  return fitStart(parts.join('  '), width);
}

/** An estimate to the millisecond would pretend. */
function roundTime(ms: number): number {
  return Math.max(Math.round(ms / 1000), 1) * 1000;
}
