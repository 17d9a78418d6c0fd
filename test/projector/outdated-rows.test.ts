/** Rows of another projector version: made again as a whole, and only where there is a text to make them of. */
import { truncateSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { projectRollout } from '../../src/projector/project-rollout.js';
import { sourceOf } from '../../src/projector/stored-lineage.js';
import { openHistoryDatabase } from '../../src/store/open-history-database.js';
import { findRollout } from '../../src/store/rollouts.js';
import { derivedRows } from '../support/derived-rows.js';
import { openHistoryLab } from '../support/history-lab.js';
import { useTempFolder } from '../support/temp-folder.js';
import { numberedThread } from '../support/threads.js';

const folder = useTempFolder();

async function outdatedThread(historyMode: 'legacy' | 'paginated') {
  const lab = await openHistoryLab(folder.path());
  const thread = numberedThread(20, { historyMode });
  const [path = ''] = lab.lay(thread);
  await lab.project(thread.threadId);
  const rows = lab.rows(thread.threadId);
  lab.database.transaction((connection) =>
    connection.exec(`update thread_history_projection_state set projector_version = 0;
      update thread_turns set status = 'old'`),
  );
  return { lab, thread, path, rows };
}

describe('rows of another projector version', () => {
  it.each(['legacy', 'paginated'] as const)('are replaced in one go (%s)', async (historyMode) => {
    const { lab, thread, rows } = await outdatedThread(historyMode);
    const other = await openHistoryDatabase({ path: lab.database.path });
    const old = derivedRows(other, thread.threadId);
    const row = findRollout(lab.database.reader, thread.threadId);
    if (row === null) throw new Error('not in the inventory');
    const work = projectRollout({ database: lab.database, source: sourceOf(row), batchBytes: 500 });
    expect(derivedRows(other, thread.threadId)).toEqual(old);
    expect((await work.next()).done).toBe(false);
    // The first that others see of it is all of it.
    expect(derivedRows(other, thread.threadId)).toEqual(rows);
    expect(await work.next()).toEqual({ done: true, value: 'projected' });
    other.close();
  });

  it('stay where the text is no longer whole', async () => {
    const { lab, thread, path, rows } = await outdatedThread('paginated');
    truncateSync(path, 3_000);
    await lab.project(thread.threadId);
    const { items, checkpoint } = lab.rows(thread.threadId);
    expect(items).toEqual(rows.items);
    expect(checkpoint).toMatchObject({ source_gone: 'shrank' });
  });
});
