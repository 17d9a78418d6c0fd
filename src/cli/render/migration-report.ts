/** What migrations, their reverts and their forgetting came to, in lines and in a sentence. */

import type { ForgetRun, KeptFile } from '../../jobs/migration/forget-migration.js';
import type { MigrationOutcome, MigrationRun } from '../../jobs/migration/migration-report.js';
import type { RevertOutcome, RevertRun } from '../../jobs/migration/revert-migration.js';
import { counted, formatBytes, formatCount, formatDuration } from './format-quantity.js';
import { type StyledLine, span } from './styled-line.js';

const WORDS: Record<MigrationOutcome['status'], string> = {
  eligible: 'to migrate',
  migrated: 'migrated',
  already_paginated: 'paginated already',
  skipped_empty: 'empty',
  skipped_busy: 'being written',
  failed: 'failed',
};

/** Nothing for what there was nothing to do with, unless `verbose`. */
export function renderMigrationOutcome(outcome: MigrationOutcome, verbose: boolean): StyledLine[] {
  const { rolloutPath, status, failureReason, message = '', bytesBefore, bytesAfter } = outcome;
  const name = span(rolloutPath);
  switch (status) {
    case 'eligible':
      return [[span('· ', 'dim'), name]];
    case 'migrated': {
      const sizes =
        bytesBefore === undefined || bytesAfter === undefined
          ? 'finished'
          : `${formatBytes(bytesBefore)} → ${formatBytes(bytesAfter)}`;
      return [[span('✓ ', 'green'), span(`${sizes.padEnd(22)} `, 'dim'), name]];
    }
    case 'failed':
      return [[span('✗ ', 'red'), name, span(`  ${failureReason ?? ''}: ${message}`, 'red')]];
    case 'skipped_busy':
      return [[span('! ', 'yellow'), name, span(`  ${message}`, 'yellow')]];
    case 'already_paginated':
    case 'skipped_empty':
      return verbose ? [[span('· ', 'dim'), name, span(`  ${WORDS[status]}`, 'dim')]] : [];
  }
}

/** `12 rollouts: 3 migrated, 9 paginated already · 300 kB → 310 kB in 1.2 s` */
export function summariseMigration({ outcomes, durationMs }: MigrationRun): string {
  const counts = new Map<MigrationOutcome['status'], number>();
  let before = 0;
  let after = 0;
  for (const { status, bytesBefore = 0, bytesAfter = 0 } of outcomes) {
    counts.set(status, (counts.get(status) ?? 0) + 1);
    before += bytesBefore;
    after += bytesAfter;
  }
  const parts = [...counts].map(([status, count]) => `${formatCount(count)} ${WORDS[status]}`);
  const sizes = before > 0 ? ` · ${formatBytes(before)} → ${formatBytes(after)}` : '';
  const words = parts.length > 0 ? `: ${parts.join(', ')}` : '';
  return `${counted(outcomes.length, 'rollout')}${words}${sizes} in ${formatDuration(durationMs)}`;
}

export function renderRevertOutcome({ rolloutPath, status, message = '' }: RevertOutcome): StyledLine {
  if (status === 'reverted') return [span('✓ ', 'green'), span(rolloutPath)];
  const style = status === 'failed' ? 'red' : 'yellow';
  return [span(status === 'failed' ? '✗ ' : '! ', style), span(rolloutPath), span(`  ${message}`, style)];
}

export function summariseRevert({ outcomes }: RevertRun): string {
  const reverted = outcomes.filter(({ status }) => status === 'reverted').length;
  const left = outcomes.length - reverted;
  const more = left > 0 ? `, ${formatCount(left)} left as they are` : '';
  return outcomes.length === 0
    ? 'No migration is on record.'
    : `${counted(reverted, 'migration')} reverted${more}`;
}

export function renderKeptFile({ path, bytes, status, message = '' }: KeptFile): StyledLine {
  const size = span(`${formatBytes(bytes).padStart(8)}  `, 'dim');
  if (status === 'kept') return [span('! ', 'yellow'), size, span(path), span(`  ${message}`, 'yellow')];
  return [span(status === 'removed' ? '✓ ' : '· ', status === 'removed' ? 'green' : 'dim'), size, span(path)];
}

/** `3 files, 300 kB`, of those that are removed, or would be. */
export function amountRemoved(runs: readonly ForgetRun[]): { files: number; words: string } {
  const files = runs.flatMap((run) => run.files).filter(({ status }) => status !== 'kept');
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { files: files.length, words: `${counted(files.length, 'file')}, ${formatBytes(bytes)}` };
}
