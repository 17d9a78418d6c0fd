/** What a repair of Codex's history database came to, in lines and in a sentence. */
import type {
  CodexRepair,
  RepairStatus,
  RepairTotals,
  RolloutRepair,
} from '../../jobs/repair-codex/repair-report.js';
import { counted, formatCount, formatDuration } from './format-quantity.js';
import { type StyledLine, span, type TextStyle } from './styled-line.js';

const MARKS: Readonly<Record<RepairStatus, { mark: string; style: TextStyle }>> = {
  repairable: { mark: '· ', style: 'dim' },
  repaired: { mark: '✓ ', style: 'green' },
  held: { mark: '! ', style: 'yellow' },
  would_lose: { mark: '! ', style: 'yellow' },
  failed: { mark: '✗ ', style: 'red' },
};

export function renderRolloutRepair({
  status,
  rolloutId,
  kinds,
  before,
  after,
  message,
}: RolloutRepair): StyledLine {
  const { mark, style } = MARKS[status];
  const rows = `${before.turns} → ${after.turns} turns, ${before.items} → ${after.items} items`;
  return [
    span(mark, style),
    span(rolloutId, 'cyan'),
    span(message === null ? `  ${rows}` : `  ${message}`),
    span(kinds.length === 0 ? '' : `  ${kinds.join(', ')}`, 'dim'),
  ];
}

/** One or two sentences on a home. */
export function describeCodexRepair(repair: CodexRepair): string {
  switch (repair.status) {
    case 'done':
    case 'stopped': {
      const start = repair.status === 'stopped' ? 'Interrupted; what was repaired stays. ' : '';
      const kept = repair.backup === null ? '' : ` The database as it was: ${repair.backup}`;
      const apply = repair.totals.repairable > 0 ? ' Nothing was changed; --apply repairs.' : '';
      return `${start}${summariseRepair(repair.totals)}.${apply}${kept}`;
    }
    case 'no_database':
      return `Codex has no history database in ${repair.home} and makes one when it needs it. Nothing to repair.`;
    case 'unknown_schema':
      return repair.age === 'newer'
        ? `Not repaired: ${repair.path} ${repair.found}, which this program does not know. Use a newer one.`
        : `Not repaired: ${repair.path} ${repair.found}. Start Codex 0.169 or later once, which brings it up to date.`;
    case 'corrupt':
      return `${repair.path} cannot be read (${repair.reason}). --apply moves it into a backup folder; Codex then makes a new one.`;
    case 'set_aside':
      return `${repair.path} could not be read (${repair.reason}); it lies in ${repair.movedTo} now. Codex makes a new one when it is used next. Its threads show again when they are resumed, or all at once by another "repair --codex --apply" after that.`;
    case 'in_use':
      return `${repair.path} cannot be read (${repair.reason}), but ${processes(repair.processes)} it open. Close Codex and run again.`;
  }
}

function processes(ids: readonly number[]): string {
  return ids.length === 1 ? `process ${ids[0]} has` : `processes ${ids.join(', ')} have`;
}

function summariseRepair(totals: RepairTotals): string {
  const parts: [number, string][] = [
    [totals.repairable, 'to repair'],
    [totals.repaired, 'repaired'],
    [totals.held, 'being written and left alone'],
    [totals.would_lose, 'with more rows than the file has (--accept-loss)'],
    [totals.failed, 'failed'],
    [totals.sound, 'right'],
  ];
  const told = parts.filter(([count]) => count > 0).map(([count, words]) => `${formatCount(count)} ${words}`);
  const time = formatDuration(totals.durationMs);
  return `${counted(totals.rollouts, 'rollout')}: ${told.join(', ') || 'nothing to do'} · ${time}`;
}
