/** What the doctor finds in a home beside Codex's rows: files, index, locks, migrations, and what our own database remembers. */
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type ExamineHomeOptions,
  examineHome,
  type HomeExamination,
} from '../../../src/jobs/doctor/examine-home.js';
import { FINDING_KINDS } from '../../../src/jobs/doctor/finding-kinds.js';
import { migrateRollouts } from '../../../src/jobs/migration/migrate-rollouts.js';
import { acquireMaintenanceLock, acquireWriterLock } from '../../../src/rollout/index.js';
import { breakUtf8, type RolloutBuilder, rollout, writeCodexHome } from '../../../src/testing/index.js';
import { useHistory } from '../../support/open-history.js';
import { writePeerState } from '../../support/peer-databases.js';
import { writePeerHistoryFile } from '../../support/peer-history-file.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
const openHistory = useHistory(folder);

function thread(seed = 1, historyMode: 'paginated' | 'legacy' = 'paginated'): RolloutBuilder {
  return rollout({ seed, historyMode })
    .sessionMeta()
    .turn((turn) => turn.user('question').agent('answer').complete());
}

async function layHome(...rollouts: RolloutBuilder[]): Promise<{ home: string; paths: string[] }> {
  const home = folder.path('home');
  const paths = writeCodexHome({ home, entries: rollouts.map((one) => ({ rollout: one })) });
  await writePeerHistoryFile(home);
  return { home, paths };
}

/** What `threadloom migrate --apply --thread` does. */
const migrateThread = (home: string, { threadId }: RolloutBuilder): Promise<unknown> =>
  migrateRollouts({ homes: [home], now: Date.now, apply: true, threadIds: [threadId] });

const look = (home: string, options: Partial<ExamineHomeOptions> = {}): Promise<HomeExamination> =>
  examineHome({ home, now: Date.now, ...options });

const builder = thread();

describe('files', () => {
  it('that are copies, empty, no rollouts or left behind are told apart', async () => {
    const { home, paths } = await layHome(builder, thread(2));
    const [path = ''] = paths;
    copyFileSync(path, path.replace('.jsonl', ' (1).jsonl'));
    writeFileSync(join(dirname(path), thread(3).fileName()), '');
    writeFileSync(join(dirname(path), thread(4).fileName()), Buffer.alloc(5_000));
    writeFileSync(join(dirname(path), `.${basename(path)}.paginated.tmp`), 'x');
    copyFileSync(path, `${path}.zst`);
    const { findings, disk } = await look(home);
    expect(findings.map(({ kind, path: where }) => [kind, basename(where ?? '')]).sort()).toEqual(
      [
        ['copied-rollout', basename(path).replace('.jsonl', ' (1).jsonl')],
        ['empty-rollout', thread(3).fileName()],
        ['temporary-file', `.${basename(path)}.paginated.tmp`],
        ['two-representations', `${basename(path)}.zst`],
        ['unreadable-rollout', thread(4).fileName()],
      ].sort(),
    );
    expect(disk.compressed).toEqual({ files: 1, bytes: builder.bytes().length });
    expect(disk.active.files).toBe(6);
    expect(disk.other).toEqual({ files: 1, bytes: 1 });
    expect(disk.databases).toMatchObject([{ bytes: statSync(join(home, 'thread_history_1.sqlite')).size }]);
  });

  it('of a sub-agent that hold inherited context alone hide its history', async () => {
    const bound = builder.lines().length;
    const child = rollout({ seed: 5 })
      .sessionMeta({ subagent_history_start_ordinal: bound })
      .turn((turn) => turn.user('question').agent('answer').complete());
    expect(child.lines().length).toBe(bound);
    const { home } = await layHome(child);
    const { findings } = await look(home);
    expect(findings).toMatchObject([
      { kind: 'subagent-without-history', severity: 'damage', detail: { start: bound, last: bound - 1 } },
    ]);
    child.turn((turn) => turn.user('more').agent('said').complete());
    rmSync(home, { recursive: true });
    await layHome(child);
    expect((await look(home)).findings).toEqual([]);
  });

  it('of legacy threads are counted', async () => {
    const { home } = await layHome(thread(1, 'legacy'), thread(2, 'legacy'), thread(3));
    const { findings } = await look(home);
    expect(findings).toMatchObject([{ kind: 'legacy-threads', severity: 'note', detail: { threads: 2 } }]);
  });
});

describe("Codex's index", () => {
  it('is compared with the files both ways', async () => {
    const wrongMode = thread(2);
    const unknown = thread(3);
    const moved = thread(4);
    const { home, paths } = await layHome(builder, wrongMode, unknown, moved);
    writePeerState(home, [
      { id: builder.threadId, rolloutPath: paths[0] ?? '' },
      { id: wrongMode.threadId, rolloutPath: paths[1] ?? '', historyMode: 'legacy' },
      { id: moved.threadId, rolloutPath: join(home, 'archived_sessions', moved.fileName()) },
      { id: thread(5).threadId, rolloutPath: join(home, 'sessions', 'gone.jsonl') },
    ]);
    const { findings } = await look(home);
    const found = Object.fromEntries(findings.map(({ kind, threadId }) => [kind, threadId]));
    expect(found).toEqual({
      'missing-from-index': unknown.threadId,
      'index-history-mode': wrongMode.threadId,
      'index-file-missing': moved.threadId,
      'index-without-rollout': thread(5).threadId,
    });
    expect(findings.find(({ kind }) => kind === 'index-file-missing')?.mend).toBe(
      'threadloom repair --codex --apply',
    );
    const { findings: own } = await look(home, { threadIds: new Set([unknown.threadId]) });
    expect(own.map(({ kind }) => kind)).toEqual(['missing-from-index']);
    await migrateThread(home, wrongMode);
    const { findings: rest } = await look(home, { threadIds: new Set([wrongMode.threadId]) });
    expect(rest).toEqual([]);
  });

  it('is not read when it is damaged', async () => {
    const { home } = await layHome(builder);
    writeFileSync(join(home, 'state_5.sqlite'), 'x'.repeat(9_000));
    const { findings } = await look(home);
    expect(findings).toMatchObject([
      { kind: 'corrupt-database', path: join(home, 'state_5.sqlite'), mend: 'codex' },
    ]);
  });
});

describe('what work left behind', () => {
  it('names migrations that were interrupted', async () => {
    const { home } = await layHome(builder);
    mkdirSync(join(home, 'rollout-migrations'));
    writeFileSync(join(home, 'rollout-migrations', `${builder.threadId}.pending`), '');
    const { findings } = await look(home);
    expect(findings).toMatchObject([
      { kind: 'pending-migration', mend: `threadloom migrate --apply --thread ${builder.threadId}` },
    ]);
    await migrateThread(home, builder);
    expect((await look(home)).findings).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')('tells locks that are held from those that are not', async () => {
    const other = thread(2);
    const { home } = await layHome(builder, other);
    const lock = acquireWriterLock({ home, threadId: builder.threadId, now: Date.now });
    const stale = join(home, 'thread-writer-locks', `${other.threadId}.lock`);
    writeFileSync(stale, '');
    const dead = execFileSync(process.execPath, ['-e', 'console.log(process.pid)'], { encoding: 'utf8' });
    const owner = JSON.parse(
      readFileSync(join(home, 'thread-writer-locks', `${builder.threadId}.owner.json`), 'utf8'),
    );
    const ownerPath = join(home, 'thread-writer-locks', `${other.threadId}.owner.json`);
    writeFileSync(ownerPath, JSON.stringify({ ...owner, pid: Number(dead) }));
    const maintenance = acquireMaintenanceLock({ home });
    const { findings, checked } = await look(home);
    expect(findings).toMatchObject([
      { kind: 'stale-lock', path: stale },
      { kind: 'stale-owner', path: ownerPath, detail: { pid: Number(dead) } },
      { kind: 'maintenance-running', detail: { pid: process.pid } },
    ]);
    expect(checked.beingWritten).toBe(1);
    lock.release();
    maintenance?.release();
    acquireWriterLock({ home, threadId: builder.threadId, now: Date.now }).release();
    expect((await look(home)).findings).toEqual([]);
  });
});

describe('our own database', () => {
  it('remembers files that shrank, went or were written anew, and lines that could not be read', async () => {
    const shrunk = thread(2);
    const gone = thread(3);
    const anew = thread(4);
    const torn = thread(6);
    const { service, database, home, write } = await openHistory([shrunk, gone, anew]);
    const [tornPath = ''] = write(torn);
    writeFileSync(tornPath, breakUtf8(torn.bytes(), 4));
    for (const { threadId } of [shrunk, gone, anew, torn]) await service.listTurns(threadId, { limit: 1 });
    const pathOf = (one: RolloutBuilder): string =>
      readdirSync(home, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith(one.fileName()))
        .map((name) => join(home, name))[0] ?? '';
    truncateSync(pathOf(shrunk), 900);
    rmSync(pathOf(gone));
    writeFileSync(
      pathOf(anew),
      thread(4)
        .turn((turn) => turn.user('x').complete())
        .text()
        .replaceAll('answer', 'nothing'),
    );
    for (const { threadId } of [shrunk, gone, anew]) await service.listTurns(threadId, { limit: 1 });
    const { findings } = await look(home, { database });
    const kinds = findings.filter(({ kind }) => !/^(?:torn-tail|no-history-database)$/.test(kind));
    expect(Object.fromEntries(kinds.map(({ kind, threadId }) => [kind, threadId]))).toEqual({
      'rollout-shrank': shrunk.threadId,
      'rollout-vanished': gone.threadId,
      'rollout-replaced': anew.threadId,
      'unreadable-line': torn.threadId,
      'ordinal-gap': torn.threadId,
    });
  });
});

describe('an examination', () => {
  it('changes no file of the home', async () => {
    const { home, paths } = await layHome(builder, thread(2));
    writePeerState(home, [{ id: builder.threadId, rolloutPath: paths[0] ?? '' }]);
    const files = () =>
      readdirSync(home, { recursive: true, withFileTypes: true })
        // Whoever reads a database in WAL mode makes these.
        .filter((entry) => entry.isFile() && !/-(?:wal|shm)$/.test(entry.name))
        .map((entry) => {
          const path = join(entry.parentPath, entry.name);
          return [path, statSync(path).mtimeMs, readFileSync(path).toString('base64')];
        });
    const before = files();
    await look(home, { deep: true });
    expect(files()).toEqual(before);
  });

  it('is described in docs/doctor.md, kind for kind', () => {
    const page = readFileSync(new URL('../../../docs/doctor.md', import.meta.url), 'utf8');
    for (const kind of Object.keys(FINDING_KINDS)) expect(page).toContain(`\`${kind}\``);
  });
});
