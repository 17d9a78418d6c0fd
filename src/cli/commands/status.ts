/** `threadloom status`: what the database is, and how far it reflects the homes. */
import { statSync } from 'node:fs';
import type { Command } from 'commander';
import { PROJECTOR_VERSION } from '../../projector/projector-version.js';
import { countHistory, type HistoryCounts } from '../../store/count-history.js';
import { schemaVersion } from '../../store/migrate.js';
import { checkDatabase } from '../../store/recovery/check-database.js';
import { damagedDatabase } from '../../store/recovery/explain-store-failure.js';
import type { CliIo } from '../cli-io.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { counted, formatBytes, formatCount } from '../render/format-quantity.js';
import { type View, wrapIndented } from '../render/layout.js';
import { line, type StyledLine, span } from '../render/styled-line.js';
import { type Run, runCommand } from '../run-command.js';

interface Status {
  database: {
    path: string;
    sizeBytes: number;
    schemaVersion: number;
    /** What is wrong with its pages; only when it was checked. */
    check?: string[];
  };
  projectorVersion: number;
  homes: string[];
  threads: { total: number; archived: number };
  rollouts: {
    total: number;
    projected: number;
    lagging: number;
    sourceGone: number;
    refused: number;
    /** Of whose lines no item is known, though there are lines of unknown kinds. */
    unrecognisedFormat: number;
  };
  turns: number;
  items: {
    total: number;
    unrecognised: number;
    /** Of what logs tell only in the words of the model. */
    recovered: number;
    /** Share of items whose kind is known, 0 to 1; null when there are none. */
    recognisedRate: number | null;
  };
  /** Count of findings by kind. */
  diagnostics: Record<string, number>;
}

interface StatusOptions {
  check?: boolean;
}

export function addStatusCommand(program: Command, io: CliIo): void {
  program
    .command('status')
    .description('show what the database holds and how far it reflects the homes')
    .option('--check', 'check every page of the database file; a damaged one is made anew (exit status 5)')
    .addHelpText(
      'after',
      `
Nothing is projected: "lagging" rollouts are projected when they are read, or all at once by "threadloom project".

Example:
  threadloom status --json | jq .rollouts.lagging`,
    )
    .action(async (_options: unknown, command: Command) =>
      runCommand<StatusOptions>(io, command, showStatus),
    );
}

async function showStatus({
  database,
  databasePath,
  homes,
  service,
  options,
  output,
  view,
}: Run<StatusOptions>): Promise<ExitCode | undefined> {
  const check = options.check ? checkDatabase(database.reader) : undefined;
  if (check && check.length > 0) throw damagedDatabase(databasePath, check);
  service.projector.takeInventory();
  const counts = database.snapshot((connection) => countHistory(connection));
  const status = statusOf(counts, {
    database: {
      path: databasePath,
      sizeBytes: sizeOf(databasePath) + sizeOf(`${databasePath}-wal`),
      schemaVersion: schemaVersion(database.reader),
      ...(check && { check }),
    },
    homes,
  });
  if (output.format === 'human') await output.lines(renderStatus(status, view));
  else await output.json(status);
  // It passed only because it is another one by now.
  return check && database.generation > 0 ? EXIT.damageFound : undefined;
}

function statusOf(counts: HistoryCounts, place: Pick<Status, 'database' | 'homes'>): Status {
  const { items, unrecognisedItems, recoveredItems, rollouts, projected, lagging, gone, refused } = counts;
  const { unrecognisedFormats: unrecognisedFormat } = counts;
  return {
    database: place.database,
    projectorVersion: PROJECTOR_VERSION,
    homes: place.homes,
    threads: { total: counts.threads, archived: counts.archivedThreads },
    rollouts: { total: rollouts, projected, lagging, sourceGone: gone, refused, unrecognisedFormat },
    turns: counts.turns,
    items: {
      total: items,
      unrecognised: unrecognisedItems,
      recovered: recoveredItems,
      recognisedRate: items === 0 ? null : (items - unrecognisedItems) / items,
    },
    diagnostics: counts.diagnostics,
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function renderStatus(
  { database, homes, threads, rollouts, turns, items, diagnostics, projectorVersion }: Status,
  view: View,
): StyledLine[] {
  const { recognisedRate: rate } = items;
  const found = Object.entries(diagnostics).map(([kind, count]) => `${formatCount(count)} ${kind}`);
  const facts: [string, string][] = [
    ['database', `${database.path} · ${formatBytes(database.sizeBytes)}`],
    ...(database.check ? [['check', 'every page is as it was written'] as [string, string]] : []),
    ['versions', `schema ${database.schemaVersion} · projector ${projectorVersion}`],
    ...homes.map((home): [string, string] => ['home', home]),
    ['threads', `${formatCount(threads.total)} · ${formatCount(threads.archived)} archived`],
    ['rollouts', rolloutWords(rollouts)],
    ['history', `${counted(turns, 'turn')} · ${counted(items.total, 'item')}`],
    [
      'known',
      rate === null
        ? 'no items yet'
        : `${percent(rate)} of items · ${formatCount(items.unrecognised)} unrecognised · ${formatCount(items.recovered)} recovered`,
    ],
    ['findings', found.length === 0 ? 'none: every line was read as written' : found.join(' · ')],
  ];
  return facts.flatMap(([label, value]) => wrapIndented(line(value), view, span(label.padEnd(10), 'dim')));
}

function rolloutWords(rollouts: Status['rollouts']): string {
  const { total, projected, lagging, sourceGone, refused, unrecognisedFormat } = rollouts;
  const parts = [
    `${formatCount(total)}`,
    `${formatCount(projected)} projected`,
    `${formatCount(lagging)} lagging`,
  ];
  if (sourceGone > 0) parts.push(`${formatCount(sourceGone)} whose file is gone`);
  if (refused > 0) parts.push(`${formatCount(refused)} refused`);
  if (unrecognisedFormat > 0) {
    parts.push(`${formatCount(unrecognisedFormat)} of which nothing is understood (see "threadloom doctor")`);
  }
  return parts.join(' · ');
}

/** Never rounded up to 100 %. */
function percent(rate: number): string {
  return `${(Math.floor(rate * 1000) / 10).toFixed(1)} %`;
}
