import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { createHistoryService, type HistoryService } from '../../src/api/history-service.js';
import { createThreadStore } from '../../src/api/thread-store.js';
import { type HistoryDatabase, openHistoryDatabase } from '../../src/store/open-history-database.js';
import { checkDatabase } from '../../src/store/recovery/check-database.js';
import { databaseIdentity } from '../../src/store/recovery/database-identity.js';
import { recoverDatabase } from '../../src/store/recovery/recover-database.js';
import type { RecoveryReport } from '../../src/store/recovery/recovery-report.js';
import { StoreError } from '../../src/store/store-error.js';
import { writeCodexHome } from '../../src/testing/index.js';
import { plainThread } from '../support/cli-home.js';
import { ruinPages } from '../support/damaged-database.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const NOW = Date.parse('2026-03-05T12:00:00Z');
const open: HistoryDatabase[] = [];

afterEach(() => {
  for (const database of open.splice(0)) database.close();
});

interface Lab {
  home: string;
  path: string;
  paths: string[];
  ids: string[];
  reports: RecoveryReport[];
  start(onDamage?: 'refuse' | 'recover'): Promise<{ database: HistoryDatabase; service: HistoryService }>;
  /** Opens, reads every thread and closes: all rows are there. */
  fill(): Promise<void>;
}

function makeLab(threads = 3, turns = 40): Lab {
  const home = folder.path('home');
  const rollouts = Array.from({ length: threads }, (_, at) => plainThread({ seed: at + 1, turns }));
  const paths = writeCodexHome({ home, entries: rollouts.map((rollout) => ({ rollout })) });
  const ids = rollouts.map(({ threadId }) => threadId);
  const path = folder.path('data', 'history.sqlite');
  const reports: RecoveryReport[] = [];
  const start: Lab['start'] = async (onDamage = 'recover') => {
    const database = await openHistoryDatabase({
      path,
      onDamage,
      now: () => NOW,
      onRecovered: (report) => reports.push(report),
    });
    open.push(database);
    return { database, service: createHistoryService({ database, homes: [home], now: Date.now }) };
  };
  const fill = async (): Promise<void> => {
    const { database, service } = await start();
    for (const id of ids) await service.listItems(id, { limit: 1 });
    database.close();
    open.splice(open.indexOf(database), 1);
  };
  return { home, path, paths, ids, reports, start, fill };
}

async function textsOf(service: HistoryService, id: string): Promise<string[]> {
  const texts: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await service.listItems(id, { limit: 100, ...(cursor !== undefined && { cursor }) });
    texts.push(...page.data.map(({ item }) => item.text));
    cursor = page.nextCursor;
  }
  return texts;
}

async function failureOf(work: Promise<unknown>): Promise<StoreError> {
  const caught = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (caught instanceof StoreError) return caught;
  throw new Error(`expected a StoreError, found ${String(caught)}`);
}

const keptFolders = (path: string): string[] =>
  readdirSync(join(path, '..')).filter((name) => name.startsWith(`${basename(path)}.damaged-`));

describe('a database that is none', () => {
  it('is moved aside as it is, and a fresh one answers', async () => {
    const lab = makeLab(1);
    const text = 'This is no database, and longer than the hundred bytes of the header of one. '.repeat(90);
    mkdirSync(folder.path('data'));
    writeFileSync(lab.path, text);
    writeFileSync(`${lab.path}-wal`, 'and this is no log');

    const { service, database } = await lab.start();
    expect(await textsOf(service, lab.ids[0] ?? '')).toHaveLength(80);
    expect(lab.reports).toMatchObject([{ path: lab.path, readable: false, salvaged: [] }]);
    expect(keptFolders(lab.path)).toEqual(['history.sqlite.damaged-2026-03-05T12-00-00Z']);
    const kept = folder.path('data', 'history.sqlite.damaged-2026-03-05T12-00-00Z');
    expect(lab.reports[0]?.keptIn).toBe(kept);
    expect(readFileSync(join(kept, 'history.sqlite'), 'utf8')).toBe(text);
    expect(readFileSync(join(kept, 'history.sqlite-wal'), 'utf8')).toBe('and this is no log');
    expect(checkDatabase(database.reader)).toEqual([]);
  });

  it('gets a folder of its own each time', async () => {
    const lab = makeLab(1);
    mkdirSync(folder.path('data'));
    for (let time = 1; time <= 3; time++) {
      writeFileSync(lab.path, `rubbish ${time} `.repeat(900));
      const { database } = await lab.start();
      database.close();
      open.pop();
    }
    expect(keptFolders(lab.path)).toHaveLength(3);
  });

  it('is refused to library users, who did not ask for it', async () => {
    const lab = makeLab(1);
    mkdirSync(folder.path('data'));
    writeFileSync(lab.path, 'rubbish '.repeat(900));
    expect(await failureOf(lab.start('refuse'))).toMatchObject({ code: 'not_a_database', path: lab.path });
    expect(readdirSync(folder.path('data'))).toEqual(['history.sqlite']);
  });
});

describe('damage that is met by a read', () => {
  it('is recovered, and the read is answered from the fresh database', async () => {
    const lab = makeLab();
    await lab.fill();
    const { service: before } = await lab.start();
    const expected = await textsOf(before, lab.ids[0] ?? '');
    open.splice(0)[0]?.close();
    ruinPages(lab.path, ['thread_items']);

    const { database, service } = await lab.start();
    const generation = database.generation;
    expect(await textsOf(service, lab.ids[0] ?? '')).toEqual(expected);
    expect(database.generation).toBe(generation + 1);
    expect(lab.reports).toHaveLength(1);
    expect(lab.reports[0]).toMatchObject({ readable: true, rollouts: 3, salvaged: [] });
    expect(lab.reports[0]?.reason).toContain('malformed');
    expect(existsSync(join(lab.reports[0]?.keptIn ?? '', 'history.sqlite'))).toBe(true);
    for (const id of lab.ids) expect(await textsOf(service, id)).toHaveLength(80);
    expect(lab.reports).toHaveLength(1);
  });

  it('is recovered once for all who meet it at the same time', async () => {
    const lab = makeLab();
    await lab.fill();
    ruinPages(lab.path, ['thread_items', 'thread_turns']);
    const { service } = await lab.start();
    const answers = await Promise.all(
      [...lab.ids, ...lab.ids].map((id, at) =>
        at % 2 === 0 ? textsOf(service, id) : service.listTurns(id, { limit: 100 }).then(({ data }) => data),
      ),
    );
    expect(answers.map(({ length }) => length)).toEqual([80, 40, 80, 40, 80, 40]);
    expect(lab.reports).toHaveLength(1);
    expect(keptFolders(lab.path)).toHaveLength(1);
  });

  it('is told to library users, with what to do, and nothing is moved', async () => {
    const lab = makeLab();
    await lab.fill();
    ruinPages(lab.path, ['thread_items']);
    const { service } = await lab.start('refuse');
    const error = await failureOf(textsOf(service, lab.ids[0] ?? ''));
    expect(error).toMatchObject({ code: 'damaged', path: lab.path });
    expect(keptFolders(lab.path)).toEqual([]);
  });

  it('is not believed of a file that passes its check, unless it is met again', async () => {
    const lab = makeLab(1);
    await lab.fill();
    const options = {
      path: lab.path,
      damaged: databaseIdentity(lab.path),
      reason: 'a guess',
      now: () => NOW,
    };
    expect(await recoverDatabase(options)).toEqual({ kind: 'sound' });
    expect(keptFolders(lab.path)).toEqual([]);
    expect(await recoverDatabase({ ...options, believed: true })).toMatchObject({ kind: 'recovered' });
    expect(await recoverDatabase(options)).toEqual({ kind: 'replaced' });
    expect(keptFolders(lab.path)).toHaveLength(1);
  });
});

describe('damage that is met by a change', () => {
  it('is recovered, and the change is not made twice', async () => {
    const lab = makeLab(1);
    await lab.fill();
    ruinPages(lab.path, ['thread_items']);
    const { database } = await lab.start();
    let times = 0;
    const change = database.guard.change(async () => {
      times++;
      return database.reader.prepare('select item_json from thread_items').all();
    });
    const error = await failureOf(change);
    expect(error.message).toContain('Look whether the change was made');
    expect(times).toBe(1);
    expect(database.generation).toBe(1);
    expect(lab.reports).toHaveLength(1);
  });
});

describe('a subscription', () => {
  it('goes on in the database that took the place of its own', { timeout: 30_000 }, async () => {
    const lab = makeLab(1, 2);
    await lab.fill();
    const { database } = await lab.start();
    const store = createThreadStore({ database, homes: [lab.home], now: Date.now });
    const [id = ''] = lab.ids;
    await store.listItems(id);
    const subscription = store.subscribe(id);
    const changes = subscription[Symbol.asyncIterator]();
    const next = changes.next();
    await recoverDatabase({
      path: lab.path,
      damaged: database.identity,
      reason: 'test',
      now: () => NOW,
      believed: true,
    });
    const more = plainThread({ seed: 1, turns: 3 });
    writeCodexHome({ home: lab.home, entries: [{ rollout: more }] });
    expect(await textsOf(store, id)).toHaveLength(6);
    expect((await next).done).toBe(false);
    expect(database.generation).toBe(1);
    await changes.return?.();
    await store.close();
  });
});

describe('what the damaged database alone knew', () => {
  it('is saved where it can be read, with its checkpoint and its thread', async () => {
    const lab = makeLab();
    await lab.fill();
    rmSync(lab.paths[1] ?? '');
    ruinPages(lab.path, ['diagnostics', 'thread_spawn_edges', 'idx_thread_items_page']);

    const { service } = await lab.start();
    expect(await textsOf(service, lab.ids[1] ?? '')).toHaveLength(80);
    const [report] = lab.reports;
    expect(report?.salvaged.map(({ rolloutId }) => rolloutId)).toEqual([lab.ids[1]]);
    expect((await service.listThreads()).data.map(({ id }) => id).sort()).toEqual([...lab.ids].sort());
  });

  it('is saved in part where pages are gone, and says so', async () => {
    const lab = makeLab(2, 400);
    await lab.fill();
    rmSync(lab.paths[0] ?? '');
    const gone = lab.ids[0] ?? '';
    ruinPages(lab.path, ['thread_items'], { leave: 12 });

    const { database, service } = await lab.start();
    const kept = await textsOf(service, gone);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(800);
    expect(lab.reports[0]?.salvaged).toMatchObject([{ rolloutId: gone, complete: false }]);
    const found = database.reader
      .prepare('select kind, action from diagnostics where thread_id = ?')
      .all(gone);
    expect(found).toEqual([{ kind: 'rows_lost', action: 'kept_in_part' }]);
    // The other thread has its text, and all of its rows again.
    expect(await textsOf(service, lab.ids[1] ?? '')).toHaveLength(800);
  });

  it('is made again in full when the text comes back', async () => {
    const lab = makeLab(1, 400);
    await lab.fill();
    const [path = ''] = lab.paths;
    const bytes = readFileSync(path);
    rmSync(path);
    ruinPages(lab.path, ['thread_items'], { leave: 5 });
    const { service } = await lab.start();
    expect((await textsOf(service, lab.ids[0] ?? '')).length).toBeLessThan(800);
    writeFileSync(path, bytes);
    expect(await textsOf(service, lab.ids[0] ?? '')).toHaveLength(800);
  });

  it('includes rows that were set aside and rows of a text that was cut short', async () => {
    const lab = makeLab(2);
    await lab.fill();
    const [replaced = '', cut = ''] = lab.paths;
    writeFileSync(replaced, readFileSync(replaced, 'utf8').replaceAll('question', 'QUESTION'));
    const first = await lab.start();
    await textsOf(first.service, lab.ids[0] ?? '');
    first.database.close();
    open.splice(0);
    writeFileSync(cut, readFileSync(cut).subarray(0, 5_000));
    ruinPages(lab.path, ['thread_turns'], { leave: 1 });

    const { database, service } = await lab.start();
    await service.listTurns(lab.ids[0] ?? '', { limit: 1_000 });
    const { salvaged } = lab.reports[0] ?? { salvaged: [] };
    expect(salvaged.map(({ rolloutId }) => rolloutId).sort()).toEqual(
      [`${lab.ids[0]}~1`, lab.ids[1] ?? ''].sort(),
    );
    const count = database.reader
      .prepare<[string], number>('select count(*) from thread_items where thread_id = ?')
      .pluck();
    expect(count.get(`${lab.ids[0]}~1`)).toBe(80);
    expect(count.get(lab.ids[1] ?? '')).toBe(80);
  });
});

describe('a swap', () => {
  it('that a killed process left half done is finished by whoever opens the database', async () => {
    const lab = makeLab(1);
    await lab.fill();
    mkdirSync(`${lab.path}.damaged-x`);
    (await openHistoryDatabase({ path: `${lab.path}.fresh-x` })).close();
    const fresh = databaseIdentity(`${lab.path}.fresh-x`);
    const note = { replacement: 'history.sqlite.fresh-x', aside: 'history.sqlite.damaged-x' };
    writeFileSync(`${lab.path}.swap`, JSON.stringify(note));
    const { database } = await lab.start('refuse');
    expect(database.identity).toBe(fresh);
    expect(readdirSync(`${lab.path}.damaged-x`)).toContain('history.sqlite');
    expect(existsSync(`${lab.path}.swap`)).toBe(false);
  });

  it('is noticed by a process that has the old file open, whose log touches nothing of the new one', async () => {
    const lab = makeLab(1);
    await lab.fill();
    const first = await lab.start();
    first.database.writer.exec("insert into thread_spawn_edges values ('a', 'b', 'open')");
    const outcome = await recoverDatabase({
      path: lab.path,
      damaged: databaseIdentity(lab.path),
      reason: 'test',
      now: () => NOW,
      believed: true,
    });
    expect(outcome.kind).toBe('recovered');
    first.database.writer.exec("insert into thread_spawn_edges values ('a', 'c', 'open')");
    expect(await textsOf(first.service, lab.ids[0] ?? '')).toHaveLength(80);
    expect(first.database.generation).toBe(1);
    const edges = (connection: Database.Database) =>
      connection.prepare('select count(*) from thread_spawn_edges').pluck().get();
    expect(edges(first.database.reader)).toBe(0);
    const [kept = ''] = keptFolders(lab.path);
    const old = new Database(folder.path('data', kept, 'history.sqlite'), { readonly: true });
    expect(edges(old)).toBe(2);
    old.close();
  });
});
