import { readdirSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fileSystem } from '../../../src/files/file-system.js';
import { acquireRebuildLock } from '../../../src/jobs/rebuild/rebuild-lock.js';
import { type RebuildThreadsOptions, rebuildThreads } from '../../../src/jobs/rebuild/rebuild-threads.js';
import { openHistoryDatabase } from '../../../src/store/open-history-database.js';
import { writeCodexHome, writeSampleHome } from '../../../src/testing/index.js';
import { derivedRows } from '../../support/derived-rows.js';
import { allRows, inventoryRows, openRebuildLab } from '../../support/rebuild-lab.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { numberedThread } from '../../support/threads.js';

const folder = useTempFolder();

async function open() {
  const db = folder.path('data', 'history.sqlite');
  const lab = await openRebuildLab({ home: folder.path('home'), db });
  onTestFinished(() => lab.database.close());
  const { database, projector } = lab;
  const rebuild = (threadIds: readonly string[], options: Partial<RebuildThreadsOptions> = {}) =>
    rebuildThreads({ database, projector, threadIds, ...options });
  return { ...lab, db, rebuild };
}

describe('threads that are rebuilt in place', () => {
  it('have the same rows as before, of every kind, and others are not touched', async () => {
    writeSampleHome({ home: folder.path('home'), now: new Date('2026-03-05T12:00:00Z') });
    const lab = await open();
    await lab.projectAll();
    const ids = lab.database.reader
      .prepare<[], string>('select thread_id from threads order by thread_id')
      .pluck()
      .all();
    const [untouched = '', ...rebuilt] = ids;
    // Also those that no thread goes on in.
    for (const { rollout_id } of lab.database.reader
      .prepare<[], { rollout_id: string }>('select rollout_id from rollouts')
      .all()) {
      await lab.projector.projectRolloutId(rollout_id);
    }
    const rows = allRows(lab.database);
    const inventory = inventoryRows(lab.database);
    lab.database.transaction((connection) => {
      connection.exec(`update thread_turns set error_json = '"wrong"'; update threads set model = 'wrong';
        delete from thread_items where rollout_ordinal % 2 = 0; delete from diagnostics`);
    });
    const wrong = derivedRows(lab.database, untouched);

    const reports = await lab.rebuild(rebuilt);
    expect(reports?.map(({ threadId, status }) => `${threadId} ${status}`)).toEqual(
      rebuilt.map((id) => `${id} rebuilt`),
    );
    expect(allRows(lab.database)).toEqual({ ...rows, [untouched]: wrong });
    const models = inventory.flat() as { thread_id: string; model?: string | null }[];
    for (const { thread_id, model } of models) {
      if (!model || thread_id === untouched) continue;
      const found = lab.database.reader.prepare('select model from threads where thread_id = ?').pluck();
      expect(found.get(thread_id)).toBe(model);
    }
    expect(readdirSync(folder.path('data')).filter((name) => name.includes('rebuild'))).toEqual([]);
  });

  it('are never seen half', async () => {
    const thread = numberedThread(40);
    writeCodexHome({ home: folder.path('home'), entries: [{ rollout: thread }] });
    const lab = await open();
    await lab.projectAll();
    const other = await openHistoryDatabase({ path: lab.db });
    onTestFinished(() => other.close());
    const rows = derivedRows(other, thread.threadId);
    const looks: unknown[] = [];
    await lab.rebuild([thread.threadId], {
      onProgress: () => void looks.push(derivedRows(other, thread.threadId)),
    });
    expect(looks.length).toBeGreaterThan(0);
    for (const look of looks) expect(look).toEqual(rows);
    expect(derivedRows(other, thread.threadId)).toEqual(rows);
  });

  it('keep rows whose file is gone or too short, and set those of another text aside', async () => {
    const threads = [1, 2, 3].map((seed) => numberedThread(5, { seed }));
    const [vanished = '', short = '', replaced = ''] = threads.map(({ threadId }) => threadId);
    const paths = writeCodexHome({
      home: folder.path('home'),
      entries: threads.map((rollout) => ({ rollout })),
    });
    const lab = await open();
    await lab.projectAll();
    const rows = allRows(lab.database);
    unlinkSync(paths[0] ?? '');
    truncateSync(paths[1] ?? '', 5_000);
    writeFileSync(paths[2] ?? '', numberedThread(9, { seed: 3 }).text().replaceAll('question', 'asked'));
    const reports = await lab.rebuild([vanished, short, replaced]);
    expect(reports?.map(({ status }) => status)).toEqual(['source_gone', 'source_gone', 'rebuilt']);
    for (const id of [vanished, short]) {
      expect(derivedRows(lab.database, id).items).toEqual(rows[id]?.items);
    }
    expect(derivedRows(lab.database, `${replaced}~1`).items).toEqual(rows[replaced]?.items);
    expect(derivedRows(lab.database, replaced).turns).toHaveLength(9);
    expect(derivedRows(lab.database, replaced).diagnostics).toMatchObject([{ kind: 'source_replaced' }]);
    await lab.rebuild([replaced]);
    expect(derivedRows(lab.database, replaced).diagnostics).toMatchObject([{ kind: 'source_replaced' }]);
  });

  it('stay as they were when it is stopped, and one process does it at a time', async () => {
    const thread = numberedThread(3);
    writeCodexHome({ home: folder.path('home'), entries: [{ rollout: thread }] });
    const lab = await open();
    await lab.projectAll();
    lab.database.transaction((connection) => connection.exec(`update thread_turns set status = 'marked'`));
    const rows = allRows(lab.database);
    const controller = new AbortController();
    const stopped = lab.rebuild([thread.threadId], {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    expect(await stopped).toEqual([]);
    expect(allRows(lab.database)).toEqual(rows);
    const lock = acquireRebuildLock({ fs: fileSystem, path: lab.db });
    expect(await lab.rebuild([thread.threadId])).toBe(null);
    lock?.release();
    expect(await lab.rebuild([thread.threadId])).toMatchObject([{ status: 'rebuilt' }]);
    expect(allRows(lab.database)).not.toEqual(rows);
  });
});
