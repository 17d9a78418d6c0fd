/** What a compression came to, in lines and in a sentence. */

import type { CompressionTotals, RolloutReport } from '../../jobs/compression-report.js';
import type { CompressionSkip } from '../../rollout/compression/compression-outcome.js';
import { counted, formatBytes, formatCount, formatDuration } from './format-quantity.js';
import { type StyledLine, span } from './styled-line.js';

const SKIPPED: Record<CompressionSkip, string> = {
  already_compressed: 'compressed already',
  not_cold: 'modified too recently',
  busy: 'being written',
  changed: 'changed meanwhile',
  empty: 'empty',
  link: 'a symbolic link',
  hard_link: 'a file with several names',
  not_a_file: 'no file',
  unusual_name: 'of an unusual name',
  no_session_meta: 'without a session meta',
  other_owner: "another user's",
  conflicting_twin: 'beside a compressed file of another content',
  gone: 'gone meanwhile',
  stopped: 'not finished',
};
/** What a user may want to look into; the others are counted only. */
const WORTH_A_LINE: ReadonlySet<CompressionSkip> = new Set([
  'busy',
  'changed',
  'other_owner',
  'conflicting_twin',
  'stopped',
]);

/** Nothing for what was left alone for an everyday reason. */
export function renderRolloutReport(report: RolloutReport): StyledLine[] {
  const name = span(report.path);
  switch (report.status) {
    case 'compressed':
    case 'finished':
      return [[span('✓ ', 'green'), span(`${sizes(report).padEnd(28)} `, 'dim'), name]];
    case 'compressible':
      return [[span('· ', 'dim'), span(`${formatBytes(report.plainBytes).padStart(8)}  `, 'dim'), name]];
    case 'failed':
      return [[span('✗ ', 'red'), span(report.message, 'red')]];
    case 'skipped':
      if (!WORTH_A_LINE.has(report.reason)) return [];
      return [[span('! ', 'yellow'), name, span(`  ${SKIPPED[report.reason]}`, 'yellow')]];
  }
}

/** `12 rollouts: 3 compressed, 9 left alone (9 modified too recently) · 300 kB → 55 kB (5.4×) in 1.2 s` */
export function summariseCompression(totals: CompressionTotals): string {
  const { rollouts, compressed, finished, compressible, failed, skipped, leftoversRemoved } = totals;
  const parts: string[] = [];
  if (compressible > 0) parts.push(`${formatCount(compressible)} to compress`);
  else parts.push(`${formatCount(compressed)} compressed`);
  if (finished > 0) parts.push(`${formatCount(finished)} finished that had been interrupted`);
  if (failed > 0) parts.push(`${formatCount(failed)} failed`);
  if (skipped > 0) parts.push(`${formatCount(skipped)} left alone (${skips(totals)})`);
  if (leftoversRemoved > 0) parts.push(`${counted(leftoversRemoved, 'leftover')} removed`);
  const work = totals.compressedBytes > 0 ? sizes(totals) : formatBytes(totals.plainBytes);
  const time = formatDuration(totals.durationMs);
  return `${counted(rollouts, 'rollout')}: ${parts.join(', ')} · ${work} in ${time}`;
}

function skips({ skippedBy }: CompressionTotals): string {
  const words: Readonly<Record<string, string>> = SKIPPED;
  return Object.entries(skippedBy)
    .map(([reason, count]) => `${formatCount(count)} ${words[reason]}`)
    .join(', ');
}

function sizes({ plainBytes, compressedBytes }: { plainBytes: number; compressedBytes: number }): string {
  const ratio = (plainBytes / Math.max(compressedBytes, 1)).toFixed(1);
  return `${formatBytes(plainBytes)} → ${formatBytes(compressedBytes)} (${ratio}×)`;
}
