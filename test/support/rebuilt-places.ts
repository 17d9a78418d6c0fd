/** Databases with wrong rows, to be rebuilt by many processes that are ended somewhere, and looked at after them. */
import { readdirSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'vitest';
import { openHistoryDatabase } from '../../src/store/open-history-database.js';
import { writeCodexHome } from '../../src/testing/index.js';
import type { RebuildTask } from './child/rebuild-beside.js';
import { allRows, openRebuildLab } from './rebuild-lab.js';
import type { TempFolder } from './temp-folder.js';
import { numberedThread } from './threads.js';

export interface RebuiltPlaces {
  /** A database of its own with the wrong rows, over the home of all. */
  prepare(): RebuildTask;
  /** All rows are the old ones, or all are the new ones; tells which. */
  expectWhole(task: RebuildTask): Promise<'old' | 'new'>;
  /** The next rebuild makes all rows right and leaves nothing of one before. */
  finish(task: RebuildTask): Promise<void>;
  close(): void;
}

/** @param turns of each thread; another one has rows that no file can give again */
export async function openRebuiltPlaces(
  folder: TempFolder,
  turns: readonly number[],
): Promise<RebuiltPlaces> {
  const home = folder.path('home');
  const vanished = numberedThread(4, { seed: 1_000 });
  const threads = turns.map((count, seed) => numberedThread(count, { seed: seed + 1 }));
  const [gone = ''] = writeCodexHome({
    home,
    entries: [vanished, ...threads].map((rollout) => ({ rollout })),
  });
  const template = await openRebuildLab({ home, db: folder.path('template.sqlite') });
  await template.projectAll();
  unlinkSync(gone);
  await template.projectAll();
  const right = allRows(template.database);
  template.database.transaction((connection) =>
    connection.exec(
      `update thread_turns set error_json = '"wrong"' where thread_id <> '${vanished.threadId}'`,
    ),
  );
  const wrong = allRows(template.database);
  const rightJson = JSON.stringify(right);
  let places = 0;

  return {
    prepare() {
      const db = folder.write(`place-${places++}/history.sqlite`, '');
      unlinkSync(db);
      template.database.writer.prepare('vacuum into ?').run(db);
      return { home, db };
    },
    async expectWhole({ db }) {
      const found = await openHistoryDatabase({ path: db });
      try {
        const rows = allRows(found);
        const isNew = JSON.stringify(rows) === rightJson;
        if (!isNew) expect(rows).toEqual(wrong);
        expect(found.reader.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
        return isNew ? 'new' : 'old';
      } finally {
        found.close();
      }
    },
    async finish({ db }) {
      const lab = await openRebuildLab({ home, db });
      expect(await lab.rebuild()).toMatchObject({ status: 'swapped', carriedOver: [vanished.threadId] });
      expect(allRows(lab.database)).toEqual(right);
      lab.database.close();
      expect(readdirSync(dirname(db))).toEqual(['history.sqlite']);
    },
    close: () => template.database.close(),
  };
}
