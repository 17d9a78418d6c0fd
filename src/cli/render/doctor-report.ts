/** What the doctor found, like findings together: what it means once, with the first places and the command that mends it. */
import type { HomeExamination } from '../../jobs/doctor/examine-home.js';
import type { DoctorFinding } from '../../jobs/doctor/finding.js';
import type { Severity } from '../../jobs/doctor/finding-kinds.js';
import { counted, formatBytes, formatCount, formatDuration } from './format-quantity.js';
import { type View, wrapIndented } from './layout.js';
import { line, type StyledLine, span, type TextStyle } from './styled-line.js';

const MOST_PLACES = 3;

const MARKS: Readonly<Record<Severity, { mark: string; style: TextStyle }>> = {
  damage: { mark: '✗', style: 'red' },
  warning: { mark: '!', style: 'yellow' },
  note: { mark: '·', style: 'dim' },
};
const SEVERITIES: readonly Severity[] = ['damage', 'warning', 'note'];

/** The lines of a home's examination; the worst first. */
export function renderExamination(examination: HomeExamination, view: View): StyledLine[] {
  const { home, findings } = examination;
  const groups = new Map<string, DoctorFinding[]>();
  for (const severity of SEVERITIES) {
    for (const found of findings) {
      if (found.severity !== severity) continue;
      const group = groups.get(found.kind);
      if (group) group.push(found);
      else groups.set(found.kind, [found]);
    }
  }
  return [
    line(home, 'bold'),
    ...[...groups.values()].flatMap((group) => renderGroup(group, view)),
    ...renderDisk(examination, view),
  ];
}

function renderGroup(group: readonly DoctorFinding[], view: View): StyledLine[] {
  const [first] = group;
  if (first === undefined) return [];
  const { mark, style } = MARKS[first.severity];
  const count = group.length === 1 ? '' : `  ${formatCount(group.length)} ×`;
  const shown = group.slice(0, MOST_PLACES);
  const more = group.length - shown.length;
  return [
    [span(`${mark} `, style), span(first.kind, style), span(count, 'dim')],
    ...shown.flatMap((found) => renderPlace(found, view)),
    ...(more > 0 ? [line(`    and ${formatCount(more)} more (--json lists all)`, 'dim')] : []),
  ];
}

function renderPlace({ message, mend, threadId, path, rolloutId }: DoctorFinding, view: View): StyledLine[] {
  const place = threadId ?? path ?? rolloutId;
  const indent = span('    ');
  return [
    ...wrapIndented(line(message), view, indent),
    ...(place === null ? [] : wrapIndented(line(place, 'dim'), view, indent)),
    ...(mend === null ? [] : wrapIndented([span('→ ', 'green'), span(mend, 'cyan')], view, indent)),
  ];
}

function renderDisk({ disk }: HomeExamination, view: View): StyledLine[] {
  const { active, archived, compressed, databases } = disk;
  const rollouts = [
    `sessions ${formatBytes(active.bytes)} in ${counted(active.files, 'rollout')}`,
    `archived ${formatBytes(archived.bytes)} in ${formatCount(archived.files)}`,
    `of these compressed ${formatBytes(compressed.bytes)} in ${formatCount(compressed.files)}`,
  ];
  const files = databases.map(({ path, bytes, walBytes }) => {
    const log = walBytes > 0 ? ` + ${formatBytes(walBytes)}` : '';
    return `${path.slice(path.lastIndexOf('/') + 1)} ${formatBytes(bytes)}${log}`;
  });
  const label = (text: string) => span(text.padEnd(10), 'dim');
  return [
    ...wrapIndented(line(rollouts.join(' · ')), view, label('disk')),
    ...(files.length === 0 ? [] : wrapIndented(line(files.join(' · ')), view, label('databases'))),
  ];
}

/** `12 rollouts, 2 compared with Codex's rows, in 80 ms: 1 damage, 2 warnings, 3 notes` */
export function summariseExamination({ checked, findings, durationMs }: HomeExamination): string {
  const count = (severity: Severity): number =>
    findings.filter((found) => found.severity === severity).length;
  const damage = count('damage');
  const found = [
    damage === 0 ? 'no damage' : `${formatCount(damage)} of damage`,
    counted(count('warning'), 'warning'),
    counted(count('note'), 'note'),
  ];
  const busy =
    checked.beingWritten > 0 ? `, ${formatCount(checked.beingWritten)} being written left out` : '';
  return `${counted(checked.rollouts, 'rollout')}, ${formatCount(checked.compared)} compared with Codex's rows${busy}, in ${formatDuration(durationMs)}: ${found.join(', ')}`;
}
