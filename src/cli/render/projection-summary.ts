/** What a projection of several threads came to, in a sentence. */
import type { ProjectionTotals } from '../project-all.js';
import { counted, formatBytes, formatCount, formatDuration } from './format-quantity.js';

/** `12 threads: 3 projected, 9 unchanged · 45 MB, 38,120 lines in 1.2 s (38 MB/s)` */
export function summariseProjection(totals: ProjectionTotals): string {
  const { threads, projected, unchanged, sourceGone, failed, bytesRead, linesParsed, durationMs } = totals;
  const parts = [`${formatCount(projected)} projected`, `${formatCount(unchanged)} unchanged`];
  if (sourceGone > 0) parts.push(`${formatCount(sourceGone)} without their file`);
  if (failed > 0) parts.push(`${formatCount(failed)} failed`);
  const rate = durationMs > 0 && bytesRead > 0 ? ` (${formatBytes((bytesRead * 1000) / durationMs)}/s)` : '';
  const work = `${formatBytes(bytesRead)}, ${counted(linesParsed, 'line')} in ${formatDuration(durationMs)}${rate}`;
  return `${counted(threads, 'thread')}: ${parts.join(', ')} · ${work}`;
}
