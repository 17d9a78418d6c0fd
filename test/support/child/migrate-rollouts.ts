/** Migrates the rollouts of a home, takes that back, or forgets the originals. */

import { join } from 'node:path';
import { forgetMigration } from '../../../src/jobs/migration/forget-migration.js';
import { migrateRollouts } from '../../../src/jobs/migration/migrate-rollouts.js';
import { revertMigration } from '../../../src/jobs/migration/revert-migration.js';
import { openHistoryDatabase } from '../../../src/store/open-history-database.js';
import { childTask } from './child-task.js';

export interface MigrateTask {
  home: string;
  what: 'apply' | 'revert' | 'forget';
  force?: boolean;
}

await childTask<MigrateTask>(async ({ home, what, force = false }, fs) => {
  const database = await openHistoryDatabase({ path: join(home, 'history.sqlite') });
  const shared = { homes: [home], now: Date.now, fs };
  try {
    switch (what) {
      case 'apply':
        return await migrateRollouts({ ...shared, database, apply: true });
      case 'revert':
        return await revertMigration({ ...shared, database, force });
      case 'forget':
        return await forgetMigration({ ...shared, force });
    }
  } finally {
    database.close();
  }
});
