/** Our own history over the home of a demand case: read, damaged, verified and made again. */
import { expect } from 'vitest';
import { createHistoryService, type HistoryService } from '../../src/api/history-service.js';
import { examineHome } from '../../src/jobs/doctor/examine-home.js';
import { rebuildThreads } from '../../src/jobs/rebuild/rebuild-threads.js';
import { listCheckpoints } from '../../src/store/all-checkpoints.js';
import { listDiagnostics } from '../../src/store/diagnostics.js';
import { type HistoryDatabase, openHistoryDatabase } from '../../src/store/open-history-database.js';
import { allPages } from './all-pages.js';
import type { LaterDamage, Naming } from './demand-case.js';
import { textOfItem } from './demand-text.js';
import { migrate } from './legacy-rollouts.js';
import { runSql } from './peer-history-file.js';
import { allRows } from './rebuild-lab.js';
import { type Verification, verifyLab } from './verify-lab.js';

export interface DemandHistory {
  readonly home: string;
  readonly service: HistoryService;
  readonly database: HistoryDatabase;
  /** Files that were passed over. */
  readonly refused: readonly { path: string; reason: string }[];
  /** Whether the database was found damaged and made anew. */
  readonly recovered: boolean;
  /** Texts of all items that pages show, in order. */
  shown(threadId: string): Promise<string[]>;
  /** Everything that named damage so far, diagnostics of all rollouts and differences of the last verification included. */
  names(): Naming[];
  verify(): Promise<Verification>;
  rebuild(threadIds: readonly string[]): Promise<string[]>;
  /** All derived rows, by rollout. */
  rows(): Record<string, unknown>;
  /** Migrates the home; the outcomes are among the names. */
  migrate(): Promise<void>;
  /** Lets the later damage happen, with everything closed meanwhile. */
  suffer(damage: LaterDamage): Promise<void>;
  /** As a process would find things that starts now. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Also what Codex shows none of: items that are not known, and items recovered from what the model was told. */
const ALL_ORIGINS = { unrecognised: true, includeRecovered: true };

/** Opens a history database at `path` over a home; to be closed by the caller. */
export async function openDemandHistory(of: { home: string; path: string }): Promise<DemandHistory> {
  const { home, path } = of;
  const refused: { path: string; reason: string }[] = [];
  const migrations: Naming[] = [];
  let differences: Naming[] = [];
  let recovered = false;
  const open = async () => {
    const database = await openHistoryDatabase({
      path,
      onDamage: 'recover',
      onRecovered: () => {
        recovered = true;
      },
    });
    const service = createHistoryService({
      ...{ database, homes: [home], now: Date.now },
      onRefused: (file) => refused.push(file),
    });
    return { database, service };
  };
  let opened = await open();
  const close = async (): Promise<void> => {
    await opened.service.close();
    opened.database.close();
  };

  return {
    home,
    refused,
    close,
    get service() {
      return opened.service;
    },
    get database() {
      return opened.database;
    },
    get recovered() {
      return recovered;
    },
    async shown(threadId) {
      const pages = await allPages((cursor) =>
        opened.service.listItems(threadId, { cursor, direction: 'asc', limit: 2, ...ALL_ORIGINS }),
      );
      return pages.flat().map(({ item }) => textOfItem(JSON.parse(item.text)));
    },
    names: () => [
      ...diagnosticsOf(opened.database),
      ...problemsOf(opened.database),
      ...differences,
      ...migrations,
    ],
    async verify() {
      const verification = await verifyLab({ ...opened, projector: opened.service.projector });
      differences = verification.verdicts.flatMap((verdict) =>
        verdict.differences.map(({ table, kind }) => ({ by: 'verify', kind: `${table} ${kind}` }) as const),
      );
      return verification;
    },
    async rebuild(threadIds) {
      const reports = await rebuildThreads({ ...opened, projector: opened.service.projector, threadIds });
      return (reports ?? []).flatMap(({ rollouts }) => rollouts.map(({ status }) => status));
    },
    rows: () => allRows(opened.database),
    async migrate() {
      for (const { status } of (await migrate(home)).outcomes)
        migrations.push({ by: 'migrate', kind: status });
    },
    async suffer({ files, historyRows, database }) {
      await close();
      files?.();
      if (historyRows) runSql(path, ...historyRows);
      database?.(path);
      opened = await open();
    },
    async restart() {
      await close();
      opened = await open();
    },
  };
}

function diagnosticsOf({ reader }: HistoryDatabase): Naming[] {
  return listCheckpoints(reader).flatMap(({ thread_id }) =>
    listDiagnostics(reader, thread_id, 1_000).map(
      ({ kind, action, start_byte, end_byte }): Naming => ({
        ...{ by: 'diagnostic', kind, action },
        span: [start_byte, end_byte],
      }),
    ),
  );
}

function problemsOf({ reader }: HistoryDatabase): Naming[] {
  return reader
    .prepare<[], string>('select problem from rollouts where problem is not null')
    .pluck()
    .all()
    .map((kind) => ({ by: 'problem', kind }));
}

/** That each of the namings is among what named the damage; one without a span is about any. */
export function expectNamed(names: readonly Naming[], expected: readonly Naming[]): void {
  expect(names).toEqual(expect.arrayContaining(expected.map((naming) => expect.objectContaining(naming))));
}

/** Kinds of all that the doctor finds in the home with the help of our database. */
export async function findingsOf({ home, database }: DemandHistory): Promise<string[]> {
  const { findings } = await examineHome({ home, database, now: Date.now });
  return findings.map(({ kind }) => kind);
}
