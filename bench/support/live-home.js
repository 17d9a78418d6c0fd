/** A home and a database for threads that are written while they are measured. */
import { join } from 'node:path';
import { openLiveThread } from '../../dist/api/open-live-thread.js';
import { Projector } from '../../dist/projector/projector.js';
import { openHistoryDatabase } from '../../dist/store/open-history-database.js';
import { LIVE_THREAD_ID, liveMeta } from './live-records.js';

/**
 * Opens them below a folder; made on first use.
 *
 * @param {string} folder
 */
export async function openLiveHome(folder) {
  const home = join(folder, 'home');
  const database = await openHistoryDatabase({ path: join(folder, 'history.sqlite') });
  const now = Date.now;
  const projector = new Projector({ database, homes: [home], now });
  const onProjectionError = (/** @type {unknown} */ error) => {
    throw error;
  };
  const common = { database, projector, now, onProjectionError };
  return {
    database,
    projector,
    /** @param {'paginated' | 'legacy'} historyMode */
    create: (historyMode) => openLiveThread({ ...common, home, meta: liveMeta(historyMode) }),
    reopen: () => openLiveThread({ ...common, threadId: LIVE_THREAD_ID }),
    async close() {
      await projector.close();
      database.close();
    },
  };
}
