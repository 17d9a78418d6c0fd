/** What a verification came to: a rollout in lines, all of them in a sentence. */
import type {
  Difference,
  ProofStatus,
  RolloutVerdict,
  VerifyTotals,
} from '../../jobs/verify/verify-report.js';
import { escapeControls } from './escape-controls.js';
import { counted, formatBytes, formatCount, formatDuration } from './format-quantity.js';
import { type View, wrapIndented } from './layout.js';
import { line, type StyledLine, span } from './styled-line.js';

const MARK: Record<ProofStatus, StyledLine[number]> = {
  proved: span('✓ ', 'green'),
  behind: span('· ', 'dim'),
  differs: span('✗ ', 'red'),
  unprovable: span('! ', 'yellow'),
  failed: span('✗ ', 'red'),
};

const MOST_SHOWN = 10;

/** The lines of a rollout; none for one that needs no attention, unless `everyOne` is to have some. */
export function renderVerdict(
  verdict: RolloutVerdict,
  view: View,
  { everyOne = false }: { everyOne?: boolean } = {},
): StyledLine[] {
  const { status, threadId, rolloutId, reason, compared, differences, differenceCount, mend } = verdict;
  if (!everyOne && (status === 'proved' || status === 'behind')) return [];
  const name = rolloutId === threadId ? threadId : `${threadId} (rollout ${rolloutId})`;
  const words = [span(' '), ...line(wordsOf(verdict), 'dim')];
  const lines: StyledLine[] = [[MARK[status], span(name, 'cyan'), ...words]];
  if (reason !== null) lines.push(...wrapIndented(line(escapeControls(reason)), view, span('    ')));
  if (status !== 'differs') return lines;
  const shown = differences.slice(0, MOST_SHOWN);
  lines.push(...shown.flatMap((difference) => renderDifference(difference, view)));
  if (differenceCount > shown.length) {
    const more = formatCount(differenceCount - shown.length);
    const places = compared === null ? '' : ` in ${counted(compared.rows, 'row')}`;
    lines.push(line(`    and ${more} more${places}`, 'dim'));
  }
  if (mend !== null) lines.push([span('    To mend it: '), span(`threadloom ${mend}`, 'bold')]);
  return lines;
}

function wordsOf({ status, cause, compared }: RolloutVerdict): string {
  const proved =
    compared === null ? '' : ` ${counted(compared.rows, 'row')}, ${formatBytes(compared.byteOffset)}`;
  const skipped = compared?.skipped ? `, ${counted(compared.skipped, 'line')} skipped` : '';
  switch (status) {
    case 'proved':
      return `proved:${proved}${skipped}`;
    case 'behind':
      return cause === 'never_projected' ? 'not projected' : `proved as far as it goes:${proved}${skipped}`;
    case 'differs':
      return 'differs from what is on disk';
    case 'unprovable':
      return `cannot be proved (${cause ?? 'unknown'})`;
    case 'failed':
      return 'could not be verified';
  }
}

function renderDifference(difference: Difference, view: View): StyledLine[] {
  const { table, kind, key, ordinal, byteOffset, columns, rule } = difference;
  const place = [
    ordinal === null ? '' : ` ordinal ${ordinal}`,
    byteOffset === null ? '' : ` byte ${formatCount(byteOffset)}`,
  ].join('');
  const heading: StyledLine = [
    span('    '),
    span(kind === 'reference' ? 'broken' : kind, 'red'),
    span(` ${table}`),
    span(place, 'dim'),
    span(`  ${escapeControls(Object.values(key).join(' · '))}`),
  ];
  const details = columns.map(({ column, stored, expected }) =>
    line(
      escapeControls(`${column}: ${JSON.stringify(stored)}, should be ${JSON.stringify(expected)}`),
      'dim',
    ),
  );
  if (rule !== undefined) details.push(line(rule, 'dim'));
  return [heading, ...details.flatMap((detail) => wrapIndented(detail, view, span('      ')))];
}

/** `12 rollouts: 10 proved, 1 behind, 1 differs (3 differences) · 4,200 rows against 160 MB in 2.1 s (76 MB/s)` */
export function summariseVerification(totals: VerifyTotals): string {
  const { rollouts, proved, behind, differs, unprovable, failed, differences, rows, bytesRead, durationMs } =
    totals;
  const parts = [`${formatCount(proved)} proved`];
  if (behind > 0) parts.push(`${formatCount(behind)} behind`);
  if (differs > 0) parts.push(`${formatCount(differs)} differ (${counted(differences, 'difference')})`);
  if (unprovable > 0) parts.push(`${formatCount(unprovable)} cannot be proved`);
  if (failed > 0) parts.push(`${formatCount(failed)} failed`);
  const speed = durationMs >= 500 ? ` (${formatBytes((bytesRead * 1000) / durationMs)}/s)` : '';
  const work = `${counted(rows, 'row')} against ${formatBytes(bytesRead)} in ${formatDuration(durationMs)}${speed}`;
  return `${counted(rollouts, 'rollout')}: ${parts.join(', ')} · ${work}`;
}
