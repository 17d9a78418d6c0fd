import { existsSync, readdirSync, readFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fileSystem } from '../../../src/files/file-system.js';
import { acquireRebuildLock } from '../../../src/jobs/rebuild/rebuild-lock.js';
import { PROJECTOR_VERSION } from '../../../src/projector/projector-version.js';
import { openHistoryDatabase } from '../../../src/store/open-history-database.js';
import { writeCodexHome, writeSampleHome } from '../../../src/testing/index.js';
import { derivedRows } from '../../support/derived-rows.js';
import { allRows, inventoryRows, openRebuildLab, type RebuildLab } from '../../support/rebuild-lab.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { addNumberedTurns, numberedThread } from '../../support/threads.js';

const folder = useTempFolder();

async function open(): Promise<RebuildLab & { home: string; db: string }> {
  const place = { home: folder.path('home'), db: folder.path('data', 'history.sqlite') };
  const lab = await openRebuildLab(place);
  onTestFinished(() => lab.database.close());
  return { ...lab, ...place };
}

/** Names beside the database that are not its own. */
function litter(): string[] {
  return readdirSync(folder.path('data')).filter((name) => !/^history\.sqlite(-wal|-shm)?$/.test(name));
}

describe('a rebuild beside', () => {
  it('makes the same rows of every kind of thread, and what was wrong in them is gone', async () => {
    writeSampleHome({ home: folder.path('home'), now: new Date('2026-03-05T12:00:00Z') });
    const lab = await open();
    await lab.projectAll();
    const rows = allRows(lab.database);
    const inventory = inventoryRows(lab.database);
    expect(Object.keys(rows).length).toBeGreaterThan(5);
    lab.database.transaction((connection) => {
      connection.exec(`delete from thread_items where rollout_ordinal % 3 = 0;
        update thread_turns set status = 'failed'; delete from rollouts where rowid % 2 = 0`);
    });
    expect(allRows(lab.database)).not.toEqual(rows);

    const report = await lab.rebuild();
    expect(report).toMatchObject({ status: 'swapped', failed: [], carriedOver: [] });
    expect(allRows(lab.database)).toEqual(rows);
    expect(inventoryRows(lab.database)).toEqual(inventory);
    expect(lab.database.reader.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(litter()).toEqual([]);
    // Nothing is left to do, and what comes next is projected as ever.
    expect((await lab.projectAll()).map(({ status }) => status)).not.toContain('projected');
  });

  it('is seen by whoever has the database open, who reads the old rows until then', async () => {
    const thread = numberedThread(30);
    writeCodexHome({ home: folder.path('home'), entries: [{ rollout: thread }] });
    const lab = await open();
    await lab.projectAll();
    const rows = derivedRows(lab.database, thread.threadId);
    const other = await openHistoryDatabase({ path: lab.db });
    onTestFinished(() => other.close());
    other.transaction((connection) => connection.exec(`update thread_turns set status = 'marked'`));
    const old = derivedRows(other, thread.threadId);

    const seen: unknown[] = [];
    const look = (): void => void seen.push(derivedRows(other, thread.threadId));
    let swaps = 0;
    await lab.rebuild({
      onProgress: look,
      onSwapProgress() {
        look();
        swaps++;
        // The new rows are not there yet, and nobody can write any more.
        other.writer.pragma('busy_timeout = 0');
        expect(() => other.writer.prepare('begin immediate').run()).toThrow(/locked|busy/);
      },
    });
    expect(swaps).toBeGreaterThan(0);
    expect(seen.length).toBeGreaterThan(2);
    for (const rowsThen of seen) expect(rowsThen).toEqual(old);
    expect(derivedRows(other, thread.threadId)).toEqual(rows);
  });

  it('keeps what no file can give again: vanished, shortened, replaced, set aside before, refused', async () => {
    const names = ['vanished', 'shrunk', 'replaced', 'refused', 'whole'] as const;
    const threads = names.map((_, index) => numberedThread(6, { seed: 10 + index }));
    const paths = writeCodexHome({
      home: folder.path('home'),
      entries: threads.map((rollout) => ({ rollout })),
    });
    const lab = await open();
    await lab.projectAll();
    const of = (name: (typeof names)[number]) => {
      const index = names.indexOf(name);
      return { id: threads[index]?.threadId ?? '', path: paths[index] ?? '' };
    };
    // A text that is replaced twice: once before the rebuild, and told; once unseen.
    const rewrite = (turns: number): void =>
      writeFileSync(
        of('replaced').path,
        numberedThread(turns, { seed: 12, detail: 'visible' })
          .text()
          .replaceAll('question', `asked ${turns}`),
      );
    rewrite(8);
    await lab.projectAll();
    rewrite(12);
    unlinkSync(of('vanished').path);
    truncateSync(of('shrunk').path, Math.floor(readFileSync(of('shrunk').path).length / 2));
    writeFileSync(
      of('refused').path,
      readFileSync(of('refused').path, 'utf8').replace('"paginated"', '"holographic"'),
    );
    const before = allRows(lab.database);

    const report = await lab.rebuild();
    expect(report?.status).toBe('swapped');
    const replaced = of('replaced').id;
    expect(report?.carriedOver).toEqual(
      [of('vanished').id, of('shrunk').id, of('refused').id, `${replaced}~1`, `${replaced}~2`].sort(),
    );
    const after = allRows(lab.database);
    for (const name of ['vanished', 'shrunk', 'refused'] as const) {
      const { checkpoint: _, ...rows } = after[of(name).id] ?? { checkpoint: null };
      expect({ name, rows }).toEqual({ name, rows: { ...before[of(name).id], checkpoint: undefined } });
    }
    expect(after[of('vanished').id]?.checkpoint).toMatchObject({ source_gone: 'vanished' });
    expect(after[of('shrunk').id]?.checkpoint).toMatchObject({ source_gone: 'shrank' });
    expect(after[of('whole').id]).toEqual(before[of('whole').id]);
    expect(after[`${replaced}~1`]).toEqual(before[`${replaced}~1`]);
    expect(after[`${replaced}~2`]?.turns).toEqual(before[replaced]?.turns);
    expect(after[replaced]?.turns).toHaveLength(12);
    expect(after[replaced]?.diagnostics).toMatchObject([{ kind: 'source_replaced' }]);
    // And a thread without a file is listed and read as before.
    expect((await lab.projectAll()).find(({ threadId }) => threadId === of('vanished').id)?.status).toBe(
      'source_gone',
    );
    // A second one has nothing else to say.
    expect((await lab.rebuild())?.carriedOver).toEqual(report?.carriedOver);
    expect(allRows(lab.database)).toEqual(after);
  });

  it('replaces rows of another projector version', async () => {
    const thread = numberedThread(3);
    writeCodexHome({ home: folder.path('home'), entries: [{ rollout: thread }] });
    const lab = await open();
    await lab.projectAll();
    const rows = allRows(lab.database);
    lab.database.transaction((connection) =>
      connection.exec(`update thread_history_projection_state set projector_version = ${PROJECTOR_VERSION - 1};
        update thread_items set item_json = '{"old":true}'`),
    );
    await lab.rebuild();
    expect(allRows(lab.database)).toEqual(rows);
  });

  it('takes in what was written and forgets what was deleted meanwhile', async () => {
    const growing = numberedThread(2, { seed: 1 });
    const deleted = numberedThread(2, { seed: 2 });
    const home = folder.path('home');
    const [, path] = writeCodexHome({ home, entries: [{ rollout: growing }, { rollout: deleted }] });
    const lab = await open();
    await lab.projectAll();
    let changed = false;
    await lab.rebuild({
      onReport() {
        if (changed) return;
        changed = true;
        writeCodexHome({ home, entries: [{ rollout: addNumberedTurns(growing, 3, 4) }] });
        lab.database.transaction((connection) => {
          for (const table of [
            'rollouts',
            'threads',
            'thread_history_projection_state',
            'thread_items',
            'thread_turns',
          ]) {
            connection.prepare(`delete from ${table} where thread_id = ?`).run(deleted.threadId);
          }
        });
        unlinkSync(path ?? '');
      },
    });
    expect(Object.keys(allRows(lab.database))).toEqual([growing.threadId]);
    await lab.projectAll();
    expect(derivedRows(lab.database, growing.threadId).turns).toHaveLength(4);
  });

  it('leaves everything as it was when it is stopped or fails, and no file behind', async () => {
    const thread = numberedThread(3);
    writeCodexHome({ home: folder.path('home'), entries: [{ rollout: thread }] });
    const lab = await open();
    await lab.projectAll();
    lab.database.transaction((connection) => connection.exec(`update thread_turns set status = 'marked'`));
    const rows = allRows(lab.database);
    const controller = new AbortController();
    const stopped = await lab.rebuild({ signal: controller.signal, onReport: () => controller.abort() });
    expect(stopped).toMatchObject({ status: 'stopped', threads: 1 });
    const fail = (): never => {
      throw new Error('told to fail');
    };
    await expect(lab.rebuild({ onReport: fail })).rejects.toThrow('told to fail');
    await expect(lab.rebuild({ onSwapProgress: fail })).rejects.toThrow('told to fail');
    expect(allRows(lab.database)).toEqual(rows);
    expect(litter()).toEqual([]);
  });

  it('is done by one process at a time, and takes over what a dead one left', async () => {
    const thread = numberedThread(3);
    writeCodexHome({ home: folder.path('home'), entries: [{ rollout: thread }] });
    const lab = await open();
    const lock = acquireRebuildLock({ fs: fileSystem, path: lab.db });
    expect(await lab.rebuild()).toBe(null);
    lock?.release();
    expect(existsSync(`${lab.db}.rebuild.lock`)).toBe(false);
    for (const suffix of ['.rebuild.lock', '.rebuilding', '.rebuilding-wal', '.rebuilding-shm'])
      writeFileSync(`${lab.db}${suffix}`, 'left by a process that is dead');
    expect(await lab.rebuild()).toMatchObject({ status: 'swapped', threads: 1 });
    expect(litter()).toEqual([]);
  });

  it('waits for who writes', async () => {
    const thread = numberedThread(3);
    writeCodexHome({ home: folder.path('home'), entries: [{ rollout: thread }] });
    const lab = await open();
    await lab.projectAll();
    const other = new Database(lab.db);
    onTestFinished(() => void other.close());
    let begun = false;
    const rebuilt = lab.rebuild({
      onProgress({ threadsDone }) {
        if (threadsDone !== 1 || begun) return;
        begun = true;
        // The last look at the old database has to come first.
        setTimeout(() => other.exec('begin immediate'), 0);
        setTimeout(() => other.exec('commit'), 300);
      },
    });
    expect(await rebuilt).toMatchObject({ status: 'swapped' });
    expect(derivedRows(lab.database, thread.threadId).turns).toHaveLength(3);
  });
});
