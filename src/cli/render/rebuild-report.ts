/** What a rebuild came to, in lines and in a sentence. */
import type { BesideRebuild, ThreadRebuild } from '../../jobs/rebuild/rebuild-report.js';
import { counted, formatBytes, formatDuration } from './format-quantity.js';
import { type StyledLine, span } from './styled-line.js';

const MARK = {
  rebuilt: span('✓ ', 'green'),
  source_gone: span('! ', 'yellow'),
  partial: span('! ', 'yellow'),
  failed: span('✗ ', 'red'),
  removed: span('✓ ', 'green'),
} as const;

/** A line for the thread, and one for each rollout that has something to tell. */
export function renderThreadRebuild({ threadId, status, rollouts }: ThreadRebuild): StyledLine[] {
  const rows = rollouts.reduce((sum, { rowsAfter }) => sum + rowsAfter, 0);
  const words = status === 'removed' ? 'had no rollout, and is no longer listed' : counted(rows, 'row');
  const lines: StyledLine[] = [[MARK[status], span(threadId, 'cyan'), span(`  ${words}`, 'dim')]];
  for (const rollout of rollouts) {
    if (rollout.status === 'source_gone') {
      lines.push([span(`  ${rollout.rolloutId}: its file is gone or too short; its rows stay`, 'yellow')]);
    } else if (rollout.status === 'failed') {
      lines.push([span(`  ${rollout.rolloutId}: ${rollout.reason ?? 'failed'}`, 'red')]);
    }
  }
  return lines;
}

/** `12 threads rebuilt in 1.2 s (38 MB/s) · 3 sets of rows taken over · 45 MB → 40 MB` */
export function summariseBesideRebuild(report: BesideRebuild): string {
  const { threads, failed, carriedOver, bytesRead, bytesBefore, bytesAfter, durationMs } = report;
  const rate = durationMs > 0 && bytesRead > 0 ? ` (${formatBytes((bytesRead * 1000) / durationMs)}/s)` : '';
  const parts = [`${counted(threads, 'thread')} rebuilt in ${formatDuration(durationMs)}${rate}`];
  if (failed.length > 0) parts.push(`${failed.length} failed and kept the rows they had`);
  if (carriedOver.length > 0)
    parts.push(
      `rows of ${counted(carriedOver.length, 'rollout')} taken over, since no file has them any more`,
    );
  parts.push(`${formatBytes(bytesBefore)} → ${formatBytes(bytesAfter)}`);
  return parts.join(' · ');
}
