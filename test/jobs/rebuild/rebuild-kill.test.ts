/** A rebuild whose process ends at any step leaves the old rows or the new ones, and the next one leaves nothing of it. */
import { readdirSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BesideRebuild } from '../../../src/jobs/rebuild/rebuild-report.js';
import { openHistoryDatabase } from '../../../src/store/open-history-database.js';
import { writeCodexHome } from '../../../src/testing/index.js';
import type { RebuildTask } from '../../support/child/rebuild-beside.js';
import { killAtEveryCall } from '../../support/kill-at-every-call.js';
import { allRows, openRebuildLab } from '../../support/rebuild-lab.js';
import { useChild } from '../../support/run-child.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { numberedThread } from '../../support/threads.js';

const folder = useTempFolder();
const run = useChild<RebuildTask, BesideRebuild>('rebuild-beside');

describe('a killed rebuild', () => {
  it('leaves whole rows, and no litter after the next one', { timeout: 240_000 }, async () => {
    const vanished = numberedThread(4, { seed: 2 });
    const entries = [numberedThread(20), vanished].map((rollout) => ({ rollout }));
    const home = folder.path('home');
    const [, gone] = writeCodexHome({ home, entries });
    // What a rebuild finds: rows that are wrong, and rows that no file can give again.
    const template = await openRebuildLab({ home, db: folder.path('template.sqlite') });
    await template.projectAll();
    unlinkSync(gone ?? '');
    await template.projectAll();
    const right = allRows(template.database);
    template.database.transaction((connection) =>
      connection.exec(
        `update thread_turns set error_json = '"wrong"' where thread_id <> '${vanished.threadId}'`,
      ),
    );
    const wrong = allRows(template.database);

    let places = 0;
    let newRows = 0;
    const killed = await killAtEveryCall<RebuildTask, BesideRebuild>({
      run,
      prepare() {
        const db = folder.path(`place-${places++}`, 'history.sqlite');
        folder.write(`${db.slice(folder.path().length + 1)}`, '');
        unlinkSync(db);
        template.database.writer.prepare('vacuum into ?').run(db);
        return { home, db };
      },
      async check({ db }, killedBefore) {
        const found = await openHistoryDatabase({ path: db });
        const rows = allRows(found);
        const isNew = JSON.stringify(rows) === JSON.stringify(right);
        if (!isNew) expect(rows).toEqual(wrong);
        expect(found.reader.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
        found.close();
        if (killedBefore === null) expect(isNew).toBe(true);
        else if (isNew) newRows++;

        const lab = await openRebuildLab({ home, db });
        expect(await lab.rebuild()).toMatchObject({ status: 'swapped', carriedOver: [vanished.threadId] });
        expect(allRows(lab.database)).toEqual(right);
        lab.database.close();
        expect(readdirSync(dirname(db))).toEqual(['history.sqlite']);
      },
    });
    template.database.close();
    expect(killed).toBeGreaterThan(15);
    // Some came after the swap, which is the one step that counts.
    expect(newRows).toBeGreaterThan(0);
    expect(newRows).toBeLessThan(killed);
  });
});
